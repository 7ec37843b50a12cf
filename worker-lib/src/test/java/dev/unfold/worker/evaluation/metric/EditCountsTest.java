package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.evaluation.metric.EditDistance.Edit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditCountsTest {
  private static final int MAX_PAIRS = 100;

  /** Edits from the last to the first: +c adds c, -c leaves it out, ab takes a for b. */
  @ParameterizedTest
  @CsvSource({
    "abc, abc, ''",
    "abc, abd, cd",
    "abc, ab, -c",
    "ab, abc, +c",
    "'', ab, +b +a",
    "ab, '', -b -a",
    "ab, ba, ba ab", // two substitutions rather than an insertion and a deletion
    "aab, ab, -a",
    "kitten, sitting, +g ei ks",
    "intention, execution, nu ec te nx ie",
  })
  void editsAreThoseOfTheStatedAlignment(String reference, String predicted, String edits) {
    String found =
        EditDistance.edits(characters(reference), characters(predicted)).stream()
            .map(EditCountsTest::text)
            .reduce((a, b) -> a + " " + b)
            .orElse("");
    assertThat(found).isEqualTo(edits);
  }

  private static String text(Edit edit) {
    if (edit.reference() == null) {
      return "+" + edit.predicted();
    }
    return (edit.predicted() == null ? "-" : "") + edit.reference() + text(edit.predicted());
  }

  private static String text(String token) {
    return token == null ? "" : token;
  }

  @Test
  void editsAreAsManyAsTheDistanceAndTurnTheReferenceIntoThePrediction() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      List<String> reference = tokens(random, 1 + i % 5);
      List<String> predicted = tokens(random, 1 + i % 5);
      List<Edit> edits = EditDistance.edits(reference, predicted);
      assertThat(edits).hasSize(distance(reference, predicted));
      assertThat(balance(edits, reference, predicted)).isEmpty();
      EditCounts counts = new EditCounts(0, MAX_PAIRS);
      counts.add(reference, predicted);
      Map<String, Object> described = counts.describe();
      assertThat((long) described.get("insertions") - (long) described.get("deletions"))
          .isEqualTo(predicted.size() - reference.size());
      assertThat(described).doesNotContainKey("confusions");
    }
  }

  /** Returns the predicted tokens that the edits do not explain; empty if they explain all. */
  private static List<String> balance(
      List<Edit> edits, List<String> reference, List<String> predicted) {
    List<String> left = new ArrayList<>(predicted);
    List<String> kept = new ArrayList<>(reference);
    for (Edit edit : edits) {
      assertThat(edit.reference() == null || kept.remove(edit.reference())).isTrue();
      assertThat(edit.predicted() == null || left.remove(edit.predicted())).isTrue();
    }
    assertThat(left).containsExactlyInAnyOrderElementsOf(kept);
    kept.forEach(left::remove);
    return left;
  }

  /** The definition of the distance, prefix by prefix. */
  private static int distance(List<String> a, List<String> b) {
    int[][] d = new int[a.size() + 1][b.size() + 1];
    for (int i = 0; i <= a.size(); i++) {
      for (int j = 0; j <= b.size(); j++) {
        int paired =
            i > 0 && j > 0 ? d[i - 1][j - 1] + (a.get(i - 1).equals(b.get(j - 1)) ? 0 : 1) : 99;
        int deleted = i > 0 ? d[i - 1][j] + 1 : 99;
        int inserted = j > 0 ? d[i][j - 1] + 1 : 99;
        d[i][j] = i + j == 0 ? 0 : Math.min(paired, Math.min(deleted, inserted));
      }
    }
    return d[a.size()][b.size()];
  }

  @Test
  void confusionsAreSortedByFrequencyThenText() {
    EditCounts counts = new EditCounts(4, MAX_PAIRS);
    Stream.of("five nine", "nine nine", "five nine", "two to", "oh")
        .forEach(text -> counts.add(List.of("five", "two"), List.of(text.split(" "))));
    assertThat(counts.describe())
        .containsEntry("edits", 8L)
        .containsEntry("substitutions", 7L)
        .containsEntry("deletions", 1L)
        .containsEntry("insertions", 0L);
    assertThat((List<?>) counts.describe().get("confusions")).hasSize(4);
    assertThat(((List<?>) counts.describe().get("confusions")).get(0))
        .isEqualTo(Map.of("reference", "two", "predicted", "nine", "count", 3L));
  }

  @Test
  void insertionsAndDeletionsAreAmongTheConfusions() {
    EditCounts counts = new EditCounts(10, MAX_PAIRS);
    counts.add(List.of("a", "b"), List.of("a"));
    counts.add(List.of("a"), List.of("a", "b"));
    counts.add(List.of("a", "b"), List.of("a", "c"));
    assertThat(counts.describe().get("confusions"))
        .isEqualTo(
            List.of(
                Map.of("reference", "b", "predicted", "c", "count", 1L),
                Map.of("reference", "b", "count", 1L),
                Map.of("predicted", "b", "count", 1L)));
  }

  @Test
  void sumsDoNotDependOnOrder() {
    Random random = new Random(3);
    List<EditCounts> parts = new ArrayList<>();
    EditCounts whole = new EditCounts(100, MAX_PAIRS);
    for (int i = 0; i < 50; i++) {
      EditCounts part = new EditCounts(100, MAX_PAIRS);
      List<String> reference = tokens(random, 4);
      List<String> predicted = tokens(random, 4);
      part.add(reference, predicted);
      whole.add(reference, predicted);
      parts.add(part);
    }
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(parts, random);
      assertThat(parts.stream().reduce(EditCounts::plus).orElseThrow().describe())
          .isEqualTo(whole.describe());
    }
  }

  @Test
  void tooManyPairsAreLeftOutWhateverTheOrder() {
    EditCounts most = pairs(0, MAX_PAIRS);
    assertThat(most.describe()).containsKey("confusions");
    EditCounts more = pairs(MAX_PAIRS, 1);
    assertThat(most.plus(pairs(5, 1)).describe()).containsKey("confusions");
    for (EditCounts sum : List.of(most.plus(more), more.plus(most), most.plus(more).plus(more))) {
      assertThat(sum.describe()).doesNotContainKey("confusions").containsKey("deletions");
    }
  }

  /** Returns counts of deletions, of tokens of these numbers. */
  private static EditCounts pairs(int from, int count) {
    EditCounts counts = new EditCounts(1, MAX_PAIRS);
    IntStream.range(from, from + count)
        .forEach(i -> counts.add(List.of(Integer.toString(i)), List.of()));
    return counts;
  }

  private static List<String> tokens(Random random, int vocabulary) {
    return random.ints(random.nextInt(12), 0, vocabulary).mapToObj(Integer::toString).toList();
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }
}
