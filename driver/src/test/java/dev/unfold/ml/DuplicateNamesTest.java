package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests datasets with columns of equal names, as joins have them. */
class DuplicateNamesTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static SequenceScorerModel scorer() {
    return new SequenceScorer()
        .setInputCols("event")
        .setSequenceCols("id")
        .setOrderCols("at")
        .setHiddenSize(4)
        .setMaxIter(1)
        .setBatchSize(4)
        .fit(EventRows.steps(SPARK));
  }

  private static Dataset<Row> with(Dataset<Row> rows, String... names) {
    Dataset<Row> other = EventRows.session(SPARK).range(1).toDF("one");
    for (int i = 0; i < names.length; i++) {
      other = other.withColumn("c" + i, functions.lit("value " + i));
    }
    List<String> all = new ArrayList<>(List.of("one"));
    all.addAll(List.of(names));
    return rows.crossJoin(other.toDF(all.toArray(String[]::new)));
  }

  private static void assertKept(SequenceModel<?> model, Dataset<Row> rows, String... names) {
    Dataset<Row> predicted = model.transform(with(rows, names));
    int start = rows.columns().length + 1;
    int end = start + names.length;
    List<String> columns = Arrays.asList(predicted.columns());
    assertThat(columns.subList(start, end)).containsExactly(names);
    List<List<Object>> alone = new ArrayList<>();
    for (Row row : model.transform(rows).collectAsList()) {
      alone.add(values(row, 0, row.size()));
    }
    List<List<Object>> together = new ArrayList<>();
    for (Row row : predicted.collectAsList()) {
      for (int i = 0; i < names.length; i++) {
        assertThat(row.get(start + i)).isEqualTo("value " + i);
      }
      List<Object> values = values(row, 0, start - 1);
      values.addAll(values(row, end, row.size()));
      together.add(values);
    }
    assertThat(together).isNotEmpty().containsExactlyInAnyOrderElementsOf(alone);
  }

  private static List<Object> values(Row row, int from, int to) {
    List<Object> values = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Object value = row.get(i);
      values.add(value instanceof Object[] list ? Arrays.asList(list) : value);
    }
    return values;
  }

  @Test
  void columnsThatAModelDoesNotReadMayHaveEqualNames() {
    assertKept(scorer(), EventRows.steps(SPARK), "n", "n", "EVENT", "Left", "unfold_values");
    Dataset<Row> lists = EventRows.lists(SPARK);
    SequenceClassificationModel classifier =
        new SequenceClassifier()
            .setFeaturesCol("text")
            .setLabelCol("kind")
            .setHiddenSize(4)
            .setMaxIter(1)
            .fit(with(lists, "n", "n", "Text"));
    assertKept(classifier, lists, "n", "n", "Text", "kind", "c0");
  }

  @Test
  void twoColumnsWithTheNameOfOneThatIsReadAreRefused() {
    Dataset<Row> rows = with(EventRows.steps(SPARK), "event");
    SequenceScorerModel model = scorer();
    assertThatThrownBy(() -> model.transform(rows))
        .hasMessageContaining(
            "the dataset: expected columns with different names, found two with the name event");
  }
}
