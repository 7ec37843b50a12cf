package dev.unfold.driver.prediction;

import dev.unfold.driver.execution.OwnedBroadcast;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.row.PredictionRow;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * The Spark job that predicts and writes: the second pass over a table.
 *
 * @param configuration the configuration of the tasks
 */
record PredictionJob(
    JavaSparkContext spark, PredictionTask.Configuration configuration, PredictionWriter writer) {
  private static final String DESCRIPTION = "predicting";

  /**
   * Runs the job.
   *
   * @param columns the columns of the output
   * @param counts the counts of each partition
   * @param parameters the flat vector, in the layout of the network
   * @return the numbers of rows
   * @throws IOException if a task fails
   */
  PredictionCounts run(
      JavaRDD<PredictionRow> rows,
      StructType columns,
      List<RowCounts> counts,
      float[] parameters,
      PredictionListener listener)
      throws IOException {
    long[] firstNumbers = new long[counts.size() + 1];
    for (int i = 0; i < counts.size(); i++) {
      firstNumbers[i + 1] = firstNumbers[i] + counts.get(i).rows();
    }
    long all = firstNumbers[counts.size()];
    BufferedRows.Counters counters = BufferedRows.Counters.of(spark);
    LongAccumulator written = spark.sc().longAccumulator("rows of the output");
    listener.predicted(0, all);
    try (OwnedBroadcast<float[]> shipped = OwnedBroadcast.of(spark, parameters)) {
      PredictionTask task = new PredictionTask(configuration, shipped.broadcast(), counters);
      try (RowProgressListener progress =
          new RowProgressListener(spark, counters.done().id(), all, listener)) {
        spark.sc().addSparkListener(progress);
        SparkJobs.run(
            spark,
            DESCRIPTION,
            () -> {
              writer.write(
                  predicted(rows, task, firstNumbers).map(row -> counted(row, written)), columns);
              return columns;
            });
      }
      listener.predicted(all, all);
      return new PredictionCounts(all, counters.empty().value(), written.value());
    }
  }

  private static Row counted(Row row, LongAccumulator written) {
    written.add(1);
    return row;
  }

  private JavaRDD<Row> predicted(
      JavaRDD<PredictionRow> rows, PredictionTask task, long[] firstNumbers) {
    return configuration.reader().sequence().rowsAreSteps()
        ? task.predictSteps(rows)
        : rows.mapPartitionsWithIndex(
            (partition, ofPartition) -> task.predict(firstNumbers[partition], ofPartition), true);
  }
}
