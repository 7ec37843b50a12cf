package dev.unfold.worker.sequence.subword;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns the merges of byte-pair encoding from the counts of words (Sennrich, Haddow and Birch
 * 2016, algorithm 1): the most frequent pair of neighbors becomes a subword, in all words, until
 * there are enough subwords or no pair is frequent enough. Among pairs with equal counts, the one
 * whose left subword is older is taken first, then the one whose right subword is older; the bytes
 * are in the order of their characters. Counts are exact, so that the result does not depend on the
 * order of the words.
 *
 * <p>Only the words that contain a pair are changed, and only the counts of their pairs (as in
 * subword-nmt and in Hugging Face's {@code tokenizers}, whose {@code BpeTrainer} has the same rule
 * for equal counts).
 */
public final class BytePairLearner {
  /** A pair of neighbors with the words in which it was seen, some of which may have lost it. */
  private static final class Pair {
    private final int left;
    private final int right;
    private long count;

    /** The count with which it is in the queue, at least its count; 0 if it is not there. */
    private long queued;

    private int[] words = new int[2];
    private int seen;

    Pair(long pair) {
      left = (int) (pair >>> Integer.SIZE);
      right = (int) pair;
    }

    void seenIn(int word) {
      if (seen > 0 && words[seen - 1] == word) {
        return;
      }
      if (seen == words.length) {
        words = Arrays.copyOf(words, 2 * seen);
      }
      words[seen++] = word;
    }

    /** Returns the words in which it was seen and forgets them. */
    int[] takeWords() {
      int[] taken = Arrays.copyOf(words, seen);
      words = new int[2];
      seen = 0;
      return taken;
    }
  }

  /** A pair with the count with which it was queued. */
  private record Candidate(long count, Pair pair) {}

  private static final Comparator<Candidate> ORDER =
      Comparator.comparingLong(Candidate::count)
          .reversed()
          .thenComparingInt(candidate -> candidate.pair.left)
          .thenComparingInt(candidate -> candidate.pair.right);

  private final List<String> pieces = new ArrayList<>(ByteAlphabet.all());

  /** The number of characters that begin in each subword. */
  private final List<Integer> characters = new ArrayList<>();

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<BytePairModel.Merge> merges = new ArrayList<>();
  private final List<Pair> pairs = new ArrayList<>();

  /** The pairs whose counts a merge raised. */
  private final Set<Pair> grown = new HashSet<>();

  private final PairTable indices = new PairTable(1 << 16);
  private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(ORDER);
  private final int[][] words;
  private final long[] counts;
  private final int maxCharacters;

  private BytePairLearner(Map<String, Long> counted, int maxCharacters) {
    this.maxCharacters = maxCharacters;
    for (String piece : pieces) {
      numbers.put(piece, numbers.size());
      characters.add(Utf8.beginsCharacter(ByteAlphabet.decode(piece)[0]) ? 1 : 0);
    }
    int[] ofByte = PieceChecks.bytes(pieces);
    words = new int[counted.size()][];
    counts = new long[words.length];
    int word = 0;
    for (Map.Entry<String, Long> entry : counted.entrySet()) {
      byte[] utf8 = entry.getKey().getBytes(StandardCharsets.UTF_8);
      int[] parts = new int[utf8.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = ofByte[utf8[i] & 0xFF];
      }
      words[word] = parts;
      counts[word++] = entry.getValue();
    }
  }

  /**
   * Learns a model.
   *
   * @param counts the number of occurrences of each word
   * @param size the number of subwords, with the 256 bytes; fewer are learned if no further pair is
   *     frequent enough
   * @param minCount the number of occurrences that a pair must have, at least 1
   */
  public static BytePairModel learn(Map<String, Long> counts, int size, long minCount) {
    return learn(counts, size, minCount, Integer.MAX_VALUE);
  }

  /**
   * Learns a model of subwords of a limited length.
   *
   * @param maxCharacters the number of characters, whole or begun, of the longest subword
   */
  static BytePairModel learn(Map<String, Long> counts, int size, long minCount, int maxCharacters) {
    BytePairLearner learner = new BytePairLearner(counts, maxCharacters);
    learner.countPairs();
    Pair next = learner.mostFrequent();
    while (learner.pieces.size() < size && next != null && next.count >= minCount) {
      learner.merge(next);
      next = learner.mostFrequent();
    }
    return BytePairModel.of(learner.pieces, learner.merges);
  }

  private void countPairs() {
    for (int word = 0; word < words.length; word++) {
      int[] parts = words[word];
      for (int i = 0; i + 1 < parts.length; i++) {
        add(parts[i], parts[i + 1], counts[word], word);
      }
    }
    pairs.forEach(this::queue);
  }

  /** Returns the pair with the highest count and takes it out of the queue; null if all are 0. */
  private Pair mostFrequent() {
    while (!candidates.isEmpty()) {
      Candidate candidate = candidates.poll();
      Pair pair = candidate.pair;
      if (candidate.count == pair.queued) {
        pair.queued = 0;
        if (candidate.count == pair.count) {
          return pair;
        }
        queue(pair);
      }
    }
    return null;
  }

  private void queue(Pair pair) {
    if (pair.count > pair.queued && fits(pair)) {
      pair.queued = pair.count;
      candidates.add(new Candidate(pair.count, pair));
    }
  }

  private boolean fits(Pair pair) {
    return characters.get(pair.left) + characters.get(pair.right) <= maxCharacters;
  }

  private void merge(Pair pair) {
    String piece = pieces.get(pair.left) + pieces.get(pair.right);
    merges.add(new BytePairModel.Merge(pieces.get(pair.left), pieces.get(pair.right)));
    Integer known = numbers.putIfAbsent(piece, pieces.size());
    if (known == null) {
      pieces.add(piece);
      characters.add(characters.get(pair.left) + characters.get(pair.right));
    }
    int merged = numbers.get(piece);
    for (int word : pair.takeWords()) {
      words[word] = merged(word, pair, merged);
    }
    grown.forEach(this::queue);
    grown.clear();
  }

  /** Returns the parts of a word after a merge, and changes the counts of their pairs. */
  private int[] merged(int word, Pair pair, int merged) {
    int[] parts = words[word];
    long times = counts[word];
    int[] after = new int[parts.length];
    int length = 0;
    int i = 0;
    while (i < parts.length) {
      if (parts[i] != pair.left || i + 1 == parts.length || parts[i + 1] != pair.right) {
        after[length++] = parts[i++];
        continue;
      }
      pair.count -= times;
      if (length > 0) {
        remove(after[length - 1], pair.left, times);
        grown.add(add(after[length - 1], merged, times, word));
      }
      after[length++] = merged;
      i += 2;
      if (i < parts.length) {
        remove(pair.right, parts[i], times);
        grown.add(add(merged, parts[i], times, word));
      }
    }
    return Arrays.copyOf(after, length);
  }

  private Pair add(int left, int right, long times, int word) {
    long key = PairTable.pair(left, right);
    int index = indices.get(key);
    if (index < 0) {
      index = pairs.size();
      indices.put(key, index);
      pairs.add(new Pair(key));
    }
    Pair pair = pairs.get(index);
    pair.count += times;
    pair.seenIn(word);
    return pair;
  }

  private void remove(int left, int right, long times) {
    pairs.get(indices.get(PairTable.pair(left, right))).count -= times;
  }
}
