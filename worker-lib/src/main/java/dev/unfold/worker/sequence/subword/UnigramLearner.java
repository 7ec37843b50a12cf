package dev.unfold.worker.sequence.subword;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Learns a unigram model from the counts of words (Kudo 2018, section 3.2).
 *
 * <ol>
 *   <li>The first subwords are those of byte-pair encoding of at most {@value #MAX_CHARACTERS}
 *       characters (as in SentencePiece), besides the bytes {@value #SEEDS} times as many as
 *       wanted, with the numbers of their occurrences in the words. The bound keeps the work for a
 *       word proportional to its length.
 *   <li>Expectation maximization, {@value #ITERATIONS} times: the probability of a subword is its
 *       share of the expected occurrences, half an occurrence at least; those with fewer are left
 *       out.
 *   <li>Of the subwords, the {@value #KEPT_PERCENT} % without which the likelihood of the best
 *       segmentations would fall most are kept, but not fewer than wanted. A subword is then cut
 *       into others; the estimate of the loss is that of SentencePiece.
 *   <li>The last two steps are repeated until there are as many as wanted, then the probabilities
 *       are estimated once more.
 * </ol>
 *
 * <p>The bytes are always kept. Words are added in the order of their code units and logarithms
 * rounded to six decimals, which every reader of JSON reads exactly, so that the model depends on
 * the counts only.
 */
public final class UnigramLearner {
  /** The version of the method; other versions learn other subwords from the same counts. */
  public static final int VERSION = 2;

  private static final int SEEDS = 4;
  private static final int MAX_CHARACTERS = 16;
  private static final int ITERATIONS = 2;
  private static final int KEPT_PERCENT = 75;
  private static final double ROUNDING = 1e6;
  private static final double MIN_COUNT = 0.5;

  private final List<byte[]> words = new ArrayList<>();
  private final double[] counts;

  private UnigramLearner(Map<String, Long> counted) {
    counts = new double[counted.size()];
    new TreeMap<>(counted)
        .forEach(
            (word, count) -> {
              counts[words.size()] = count;
              words.add(word.getBytes(StandardCharsets.UTF_8));
            });
  }

  /**
   * Learns a model.
   *
   * @param counts the number of occurrences of each word
   * @param size the number of subwords, with the 256 bytes; fewer are learned if there are no more
   * @param minCount the number of occurrences that a pair of the first subwords must have
   */
  public static UnigramModel learn(Map<String, Long> counts, int size, long minCount) {
    UnigramLearner learner = new UnigramLearner(counts);
    long merged = Math.max(0L, size - ByteAlphabet.SIZE);
    int seeds = (int) Math.min(Integer.MAX_VALUE, ByteAlphabet.SIZE + SEEDS * merged);
    BytePairModel pairs = BytePairLearner.learn(counts, seeds, minCount, MAX_CHARACTERS);
    UnigramModel model = learner.first(pairs.pieces());
    model = learner.estimated(model);
    while (model.size() > size) {
      model = learner.estimated(learner.pruned(model, size));
    }
    return learner.sorted(model);
  }

  /**
   * Returns the model with the shares of the occurrences of the seeds in all words, overlapping.
   */
  private UnigramModel first(List<String> seeds) {
    PieceTrie trie = new PieceTrie(seeds);
    double[] occurrences = new double[seeds.size()];
    for (int word = 0; word < counts.length; word++) {
      byte[] utf8 = words.get(word);
      for (int start = 0; start < utf8.length; start++) {
        int node = trie.child(PieceTrie.ROOT, utf8[start]);
        for (int end = start + 1; node != PieceTrie.NONE; end++) {
          if (trie.piece(node) != PieceTrie.NONE) {
            occurrences[trie.piece(node)] += counts[word];
          }
          node = end < utf8.length ? trie.child(node, utf8[end]) : PieceTrie.NONE;
        }
      }
    }
    return maximized(seeds, occurrences);
  }

  private UnigramModel estimated(UnigramModel model) {
    UnigramModel better = model;
    for (int i = 0; i < ITERATIONS; i++) {
      double[] expected = new double[better.size()];
      UnigramLattice lattice = new UnigramLattice(better);
      for (int word = 0; word < counts.length; word++) {
        lattice.add(words.get(word), counts[word], expected);
      }
      better = maximized(better.pieces(), expected);
    }
    return better;
  }

  /** Returns the model with the shares of expected occurrences as probabilities. */
  private static UnigramModel maximized(List<String> pieces, double[] expected) {
    int[] kept =
        IntStream.range(0, expected.length)
            .filter(piece -> expected[piece] >= MIN_COUNT || pieces.get(piece).length() == 1)
            .toArray();
    double sum = 0;
    for (int piece : kept) {
      sum += Math.max(MIN_COUNT, expected[piece]);
    }
    double total = StrictMath.log(sum);
    double[] scores = new double[kept.length];
    for (int i = 0; i < kept.length; i++) {
      scores[i] = rounded(StrictMath.log(Math.max(MIN_COUNT, expected[kept[i]])) - total);
    }
    return UnigramModel.of(IntStream.of(kept).mapToObj(pieces::get).toList(), scores);
  }

  private static double rounded(double score) {
    return Math.rint(score * ROUNDING) / ROUNDING;
  }

  /** Returns the model without the subwords that matter least. */
  private UnigramModel pruned(UnigramModel model, int size) {
    double[] losses = losses(model);
    int wanted = Math.max(size, (int) ((long) model.size() * KEPT_PERCENT / 100));
    int[] kept =
        IntStream.range(0, losses.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer piece) -> losses[piece])
                    .reversed()
                    .thenComparing(model.pieces()::get))
            .limit(wanted)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    List<String> pieces = model.pieces();
    return UnigramModel.of(
        IntStream.of(kept).mapToObj(pieces::get).toList(),
        IntStream.of(kept).mapToDouble(model::score).toArray());
  }

  /** Returns how much the likelihood falls without each subword; infinitely without a byte. */
  private double[] losses(UnigramModel model) {
    double[] occurrences = new double[model.size()];
    double sum = 0;
    for (int word = 0; word < counts.length; word++) {
      for (int piece : model.cut(words.get(word), PieceTrie.NONE)) {
        occurrences[piece] += counts[word];
        sum += counts[word];
      }
    }
    double[] losses = new double[occurrences.length];
    for (int piece = 0; piece < losses.length; piece++) {
      byte[] utf8 = model.bytes(piece);
      losses[piece] =
          utf8.length == 1
              ? Double.POSITIVE_INFINITY
              : loss(piece, model.cut(utf8, piece), occurrences, sum);
    }
    return losses;
  }

  private static double loss(int piece, int[] parts, double[] occurrences, double sum) {
    double own = occurrences[piece];
    if (own == 0) {
      return 0;
    }
    double other = StrictMath.log(sum + own * (parts.length - 1));
    double difference = StrictMath.log(own) - StrictMath.log(sum);
    for (int part : parts) {
      difference -= StrictMath.log(occurrences[part] + own) - other;
    }
    return own * difference;
  }

  /** Returns the model with its bytes first, then the most probable subwords. */
  private UnigramModel sorted(UnigramModel model) {
    List<String> pieces = model.pieces();
    int[] order =
        IntStream.range(0, model.size())
            .boxed()
            .sorted(
                Comparator.comparing((Integer piece) -> pieces.get(piece).length() > 1)
                    .thenComparing(
                        piece -> pieces.get(piece).length() > 1 ? -model.score(piece) : 0)
                    .thenComparing(pieces::get))
            .mapToInt(Integer::intValue)
            .toArray();
    return UnigramModel.of(
        IntStream.of(order).mapToObj(pieces::get).toList(),
        IntStream.of(order).mapToDouble(model::score).toArray());
  }
}
