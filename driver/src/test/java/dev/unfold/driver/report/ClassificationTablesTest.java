package dev.unfold.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.evaluation.metric.ConfusionMatrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationTablesTest {
  private static final int EXAMPLES = 5000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 60, 1000})
  void everyExampleIsInTheMatrixHoweverManyClassesAreFolded(int classes) {
    ConfusionMatrix matrix = random(classes);
    Map<String, Object> score = matrix.describe();
    int seen = ((Map<?, ?>) score.get("classes")).size();
    int names = named(score).size();

    Map<?, ?> confusion = (Map<?, ?>) ClassificationTables.takeFrom(score).get("confusion");

    long[][] counts = (long[][]) confusion.get("counts");
    boolean folds = names > ClassificationTables.MAX_CONFUSED + 1;
    int kept = folds ? ClassificationTables.MAX_CONFUSED : names;
    assertThat(names).isEqualTo(seen);
    assertThat((List<?>) confusion.get("names")).hasSize(kept);
    assertThat(confusion.get("folded")).isEqualTo(names - kept);
    assertThat(counts).hasDimensions(folds ? kept + 1 : kept, folds ? kept + 1 : kept);
    assertThat(Arrays.stream(counts).flatMapToLong(Arrays::stream).sum()).isEqualTo(EXAMPLES);
    for (int i = 0; i < kept; i++) {
      int id = Integer.parseInt(String.valueOf(((List<?>) confusion.get("names")).get(i)));
      assertThat(counts[i][i]).isEqualTo(matrix.count(id, id));
    }
  }

  private static List<String> named(Map<String, Object> score) {
    return ((Map<?, ?>) score.get("classes")).keySet().stream().map(String::valueOf).toList();
  }

  @Test
  void theLargestClassesComeFirst() {
    Map<String, Object> tables = ClassificationTables.takeFrom(random(500).describe());

    Map<?, ?> table = (Map<?, ?>) tables.get("classes");
    List<Long> supports =
        ((List<?>) table.get("rows"))
            .stream().map(row -> (Long) ((Map<?, ?>) row).get("support")).toList();
    assertThat(supports)
        .hasSize(ClassificationTables.MAX_ROWS)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat((int) table.get("more")).isPositive();
  }

  @Test
  void aClassThatIsOnlyPredictedHasAColumn() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat", "dog", "never"));
    matrix.add(0, 1);
    matrix.add(0, 0);

    Map<String, Object> score = matrix.describe();
    Map<?, ?> confusion = (Map<?, ?>) ClassificationTables.takeFrom(score).get("confusion");

    assertThat(confusion.get("names")).isEqualTo(List.of("cat", "dog"));
    assertThat((long[][]) confusion.get("counts")).isDeepEqualTo(new long[][] {{1, 1}, {0, 0}});
    assertThat(score).containsOnlyKeys("accuracy", "macroF1", "microF1", "examples");
  }

  @Test
  void confusionsOfTokensAreATable() {
    List<Map<String, Object>> confusions = List.of(Map.of("predicted", "oh", "count", 2L));
    Map<String, Object> score = new HashMap<>(Map.of("edits", 2L, "confusions", confusions));
    assertThat(ClassificationTables.takeFrom(score)).isEqualTo(Map.of("confusions", confusions));
    assertThat(score).containsOnlyKeys("edits");
  }

  @Test
  void aScoreWithoutClassesHasNoTables() {
    assertThat(ClassificationTables.takeFrom(new HashMap<>(Map.of("loss", 1.5)))).isEmpty();
  }

  /**
   * Returns a confusion matrix in which class 0 is the largest and every class is sometimes
   * confused.
   */
  private static ConfusionMatrix random(int classes) {
    ConfusionMatrix matrix =
        new ConfusionMatrix(IntStream.range(0, classes).mapToObj(String::valueOf).toList());
    Random random = new Random(classes);
    for (int i = 0; i < EXAMPLES; i++) {
      int reference = (int) (classes * Math.pow(random.nextDouble(), 3));
      matrix.add(reference, random.nextInt(3) == 0 ? random.nextInt(classes) : reference);
    }
    return matrix;
  }
}
