package dev.unfold.worker.sequence.subword;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class UnigramLearnerTest {
  private static final Offset<Double> TOLERANCE = Offset.offset(1e-9);

  private static UnigramModel model(Random random) {
    List<String> pieces = new ArrayList<>(ByteAlphabet.all());
    for (String piece : List.of("ab", "abc", "bc", "ca", "aa", "cab", "bcab")) {
      pieces.add(piece);
    }
    double[] scores = pieces.stream().mapToDouble(piece -> -1 - 5 * random.nextDouble()).toArray();
    return UnigramModel.of(pieces, scores);
  }

  private static Map<String, Long> counts(Random random, int words, int length) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int word = 0; word < words; word++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(length); i >= 0; i--) {
        text.append((char) ('a' + random.nextInt(3)));
      }
      counts.merge(text.toString(), 1L + random.nextInt(9), Long::sum);
    }
    return counts;
  }

  /** Returns all segmentations of a word. */
  private static List<List<Integer>> segmentations(UnigramModel model, String word) {
    if (word.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (int piece = 0; piece < model.size(); piece++) {
      if (word.startsWith(model.pieces().get(piece))) {
        String rest = word.substring(model.pieces().get(piece).length());
        for (List<Integer> further : segmentations(model, rest)) {
          List<Integer> segmentation = new ArrayList<>(List.of(piece));
          segmentation.addAll(further);
          all.add(segmentation);
        }
      }
    }
    return all;
  }

  private static double score(UnigramModel model, List<Integer> segmentation) {
    return segmentation.stream().mapToDouble(model::score).sum();
  }

  @Test
  void aWordIsCutIntoItsMostProbableSegmentation() {
    Random random = new Random(1);
    UnigramModel model = model(random);
    for (String word : counts(random, 60, 9).keySet()) {
      double best =
          segmentations(model, word).stream()
              .mapToDouble(segmentation -> score(model, segmentation))
              .max()
              .orElseThrow();
      List<Integer> cut = IntStream.of(model.cut(word)).boxed().toList();
      assertThat(score(model, cut)).isCloseTo(best, TOLERANCE);
      assertThat(String.join("", cut.stream().map(model.pieces()::get).toList())).isEqualTo(word);
    }
  }

  @Test
  void expectedOccurrencesAreSumsOverAllSegmentations() {
    Random random = new Random(2);
    UnigramModel model = model(random);
    UnigramLattice lattice = new UnigramLattice(model);
    for (String word : counts(random, 40, 8).keySet()) {
      double[] expected = new double[model.size()];
      double[] found = new double[model.size()];
      double sum = 0;
      for (List<Integer> segmentation : segmentations(model, word)) {
        double probability = Math.exp(score(model, segmentation));
        sum += probability;
        segmentation.forEach(piece -> expected[piece] += 3 * probability);
      }
      double all = lattice.add(word.getBytes(UTF_8), 3, found);
      assertThat(all).isCloseTo(Math.log(sum), TOLERANCE);
      for (int piece = 0; piece < found.length; piece++) {
        assertThat(found[piece]).isCloseTo(expected[piece] / sum, TOLERANCE);
      }
    }
  }

  @Test
  void theSizeIsAsWantedAndTheOrderOfTheWordsDoesNotMatter() {
    Map<String, Long> counts = counts(new Random(3), 300, 12);
    UnigramModel learned = UnigramLearner.learn(counts, 300, 1);
    assertThat(learned.size()).isEqualTo(300);
    assertThat(UnigramLearner.learn(new HashMap<>(counts), 300, 1)).isEqualTo(learned);
    assertThat(learned.pieces().subList(0, 256)).isEqualTo(ByteAlphabet.all());
    assertThat(UnigramLearner.learn(Map.of("ab", 2L), 1000, 1).size()).isLessThan(260);
  }

  /** Words of few syllables are made of these, not of what overlaps them. */
  @Test
  void syllablesAreFound() {
    Random random = new Random(4);
    List<String> syllables = List.of("ban", "kor", "ti", "shu", "mel");
    Map<String, Long> counts = new HashMap<>();
    for (int word = 0; word < 500; word++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(4) + 1; i >= 0; i--) {
        text.append(syllables.get(random.nextInt(syllables.size())));
      }
      counts.merge(text.toString(), 1L, Long::sum);
    }
    UnigramModel learned = UnigramLearner.learn(counts, 261, 1);
    assertThat(learned.pieces().subList(256, 261)).containsExactlyInAnyOrderElementsOf(syllables);
  }

  /** Without a bound on the subwords, the work is quadratic in the length of a word. */
  @Test
  void aLongWordHasSubwordsOfAFewCharacters() {
    Random random = new Random(5);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      word.appendCodePoint(0x4E00 + random.nextInt(3));
    }
    UnigramModel learned =
        assertTimeoutPreemptively(
            Duration.ofMinutes(5),
            () -> UnigramLearner.learn(Map.of(word.toString(), 1L), 2000, 1));
    assertThat(learned.size()).isBetween(1000, 2000);
    assertThat(learned.pieces())
        .allMatch(
            piece -> new String(ByteAlphabet.decode(piece), UTF_8).codePoints().count() <= 16 + 2);
    assertThat(learned.cut(word.toString()).length).isGreaterThan(20_000 / 16);
  }
}
