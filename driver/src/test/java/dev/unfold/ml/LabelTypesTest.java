package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests labels, tags and identifiers of sequences of all types of columns. */
class LabelTypesTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static SequenceTagger tagger() {
    return new SequenceTagger()
        .setLabelCol("flag")
        .setHiddenSize(4)
        .setEmbeddingSize(4)
        .setMaxIter(1)
        .setBatchSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"fault = 1 | false,true", "cast(fault as int) | 0,1", "cast(fault as string) | 0,1"})
  void flagsOfStepsAreTags(String flag, String classes) {
    Dataset<Row> rows =
        EventRows.steps(SPARK)
            .withColumn("flag", functions.expr(flag))
            .withColumn("id", functions.expr("date_add(date'1500-02-25', cast(id as int))"));
    SequenceTaggerModel model =
        tagger().setInputCols("event").setSequenceCols("id").setOrderCols("at").fit(rows);

    assertThat(model.classes()).containsExactly(classes.split(","));
    assertThat(model.transform(rows).where("prediction is not null").count())
        .isEqualTo(rows.count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transform(tags, tag -> tag = 'odd') | false,true",
        "transform(tags, tag -> int(tag = 'odd')) | 0,1",
        "transform(tags, tag -> decimal(tag = 'odd')) | 0,1"
      })
  void flagsInListsAreTags(String flags, String classes) {
    Dataset<Row> rows = EventRows.lists(SPARK).withColumn("flag", functions.expr(flags));
    SequenceTaggerModel model = tagger().setFeaturesCol("events").fit(rows);

    assertThat(model.classes()).containsExactly(classes.split(","));
    assertThat(model.transform(rows).first().<Object>getAs("prediction")).isNotNull();
  }

  @Test
  void decimalsAreCategoriesIfTheyAreWhole() {
    Dataset<Row> rows =
        EventRows.lists(SPARK)
            .withColumn("ids", functions.expr("transform(events, e -> decimal(length(e)))"))
            .withColumn("parts", functions.expr("transform(events, e -> 1.5bd)"));
    NextStepPredictor next =
        new NextStepPredictor().setFeaturesCol("ids").setInputKinds("categories").setMaxIter(1);

    assertThat(next.setHiddenSize(4).setBatchSize(4).fit(rows).classes()).contains("2");
    assertThatThrownBy(() -> next.setFeaturesCol("parts").fit(rows))
        .hasMessageContaining(
            "expected a text, a boolean or a whole number of a decimal or integer type, found 1.5;"
                + " cast the column to one of them");
  }
}
