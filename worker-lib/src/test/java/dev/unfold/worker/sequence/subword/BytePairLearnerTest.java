package dev.unfold.worker.sequence.subword;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytePairLearnerTest {
  /** Learns as algorithm 1 of Sennrich et al. says: all pairs are counted again for each merge. */
  private static List<BytePairModel.Merge> reference(
      Map<String, Long> counts, int size, long minCount) {
    List<String> pieces = new ArrayList<>(ByteAlphabet.all());
    Map<List<String>, Long> words = new LinkedHashMap<>();
    counts.forEach((word, count) -> words.put(bytes(word), count));
    List<BytePairModel.Merge> merges = new ArrayList<>();
    while (pieces.size() < size) {
      Map<BytePairModel.Merge, Long> pairs = new HashMap<>();
      words.forEach(
          (word, count) -> {
            for (int i = 0; i + 1 < word.size(); i++) {
              pairs.merge(new BytePairModel.Merge(word.get(i), word.get(i + 1)), count, Long::sum);
            }
          });
      BytePairModel.Merge best = null;
      for (String left : pieces) {
        for (String right : pieces) {
          BytePairModel.Merge pair = new BytePairModel.Merge(left, right);
          if (pairs.getOrDefault(pair, 0L) > pairs.getOrDefault(best, 0L)) {
            best = pair;
          }
        }
      }
      if (best == null || pairs.get(best) < minCount) {
        break;
      }
      merges.add(best);
      String joined = best.left() + best.right();
      if (!pieces.contains(joined)) {
        pieces.add(joined);
      }
      Map<List<String>, Long> after = new LinkedHashMap<>();
      BytePairModel.Merge merge = best;
      words.forEach((word, count) -> after.merge(merged(word, merge), count, Long::sum));
      words.clear();
      words.putAll(after);
    }
    return merges;
  }

  private static List<String> bytes(String word) {
    return ByteAlphabet.encode(word).chars().mapToObj(Character::toString).toList();
  }

  private static List<String> merged(List<String> word, BytePairModel.Merge merge) {
    List<String> merged = new ArrayList<>();
    for (int i = 0; i < word.size(); i++) {
      boolean found =
          i + 1 < word.size()
              && word.get(i).equals(merge.left())
              && word.get(i + 1).equals(merge.right());
      merged.add(found ? merge.left() + merge.right() : word.get(i));
      i += found ? 1 : 0;
    }
    return merged;
  }

  @Test
  void mergesAreThoseOfTheAlgorithmWhateverTheOrderOfTheWords() {
    Random random = new Random(5);
    for (int run = 0; run < 25; run++) {
      Map<String, Long> counts = new LinkedHashMap<>();
      for (int word = 0; word < 30; word++) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
          text.append(
              random.nextInt(40) == 0 ? "é" : String.valueOf((char) ('a' + random.nextInt(3))));
        }
        counts.merge(text.toString(), (long) random.nextInt(4) + 1, Long::sum);
      }
      long minCount = 1L + random.nextInt(3);
      BytePairModel learned = BytePairLearner.learn(counts, 286, minCount);
      assertThat(learned.merges()).isEqualTo(reference(counts, 286, minCount));
      assertThat(BytePairLearner.learn(new HashMap<>(counts), 286, minCount)).isEqualTo(learned);
      counts
          .keySet()
          .forEach(word -> assertThat(pieces(learned, word)).isEqualTo(applied(learned, word)));
    }
  }

  private static List<String> pieces(BytePairModel model, String word) {
    List<String> pieces = new ArrayList<>();
    for (int piece : model.cut(word)) {
      pieces.add(model.pieces().get(piece));
    }
    return pieces;
  }

  /** Applies all merges to a word, one after the other. */
  private static List<String> applied(BytePairModel model, String word) {
    List<String> pieces = bytes(word);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (BytePairModel.Merge merge : model.merges()) {
        List<String> after = merged(pieces, merge);
        if (after.size() < pieces.size()) {
          pieces = after;
          changed = true;
          break;
        }
      }
    }
    return pieces;
  }

  @Test
  void withoutWordsThereAreOnlyBytes() {
    BytePairModel bytes = BytePairLearner.learn(Map.of(), 1000, 1);
    assertThat(bytes.size()).isEqualTo(256);
    assertThat(bytes.cut("é\n")).hasSize(3);
    assertThat(bytes.cut("")).isEmpty();
    assertThat(BytePairLearner.learn(Map.of("a", 9L), 1000, 1)).isEqualTo(bytes);
  }
}
