package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that a model computes nothing before its result is used. */
class LazyTransformTest {
  private static final String GROUP = "unfold-lazy";

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @Test
  void transformOfEventsRunsNoJobThoughTheRowsAreShuffledBefore() throws Exception {
    Dataset<Row> rows = EventRows.steps(SPARK);
    SequenceScorerModel model =
        new SequenceScorer()
            .setInputCols("event")
            .setSequenceCols("id")
            .setOrderCols("at")
            .setHiddenSize(4)
            .setMaxIter(1)
            .setBatchSize(4)
            .fit(rows);
    Dataset<Row> counted = rows.groupBy("id").agg(functions.count("*").as("n"));
    SparkContext context = SPARK.context().sc();
    Dataset<Row> shuffled = rows.join(counted, "id").repartition(5, rows.col("event"));
    context.setJobGroup(GROUP, "transform", false);
    try {
      Dataset<Row> scored = model.transform(shuffled);
      assertThat(jobs(context)).isEmpty();
      List<Row> together = scored.select("id", "at", "score", "n").collectAsList();
      assertThat(jobs(context)).isNotEmpty();
      List<Row> alone = model.transform(rows).select("id", "at", "score").collectAsList();
      assertThat(together).hasSameSizeAs(alone).isNotEmpty();
      assertThat(together.stream().map(row -> List.of(row.get(0), row.get(1), row.get(2))))
          .containsExactlyInAnyOrderElementsOf(
              alone.stream().map(row -> List.of(row.get(0), row.get(1), row.get(2))).toList());
      assertThat(scored.javaRDD().getNumPartitions()).isEqualTo(2);
    } finally {
      context.clearJobGroup();
    }
  }

  private static int[] jobs(SparkContext context) throws Exception {
    LocalSpark.awaitEvents(context);
    return context.statusTracker().getJobIdsForGroup(GROUP);
  }
}
