package dev.unfold.ml;

import dev.unfold.driver.execution.LocalSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A streaming query over files, each of which is a micro-batch. */
abstract class StreamCase {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  /** The number of steps of a sequence, at the seconds from 0. */
  static final int STEPS = 10;

  @TempDir Path folder;
  final List<Row> read = new ArrayList<>();
  SparkSession session;
  private Dataset<Row> rows;

  @BeforeEach
  void createRows() {
    session = EventRows.session(SPARK);
    rows = EventRows.steps(SPARK);
  }

  static <E extends SequenceEstimator<E, M>, M extends SequenceModel<M>> M fitted(E estimator) {
    return estimator
        .setSequenceCols("id")
        .setOrderCols("at")
        .setHiddenSize(8)
        .setEmbeddingSize(4)
        .setMaxIter(1)
        .setNumShards(1)
        .setBatchSize(12)
        .setTruncationLength(5)
        .fit(EventRows.steps(SPARK));
  }

  /** Returns the rows of some seconds, in another order. */
  final Dataset<Row> seconds(int from, int to) {
    return EventRows.shuffled(rows.where(functions.second(rows.col("at")).between(from, to)));
  }

  /** Returns a row. */
  final Dataset<Row> row(long id, String second, String event, Double value) {
    Timestamp at = Timestamp.valueOf("2026-01-01 00:00:" + second);
    return session.createDataFrame(
        List.of(RowFactory.create(id, at, event, value, 0, 0.0)), rows.schema());
  }

  /** Adds a file. */
  final void arrive(Dataset<Row> events) {
    events.coalesce(1).write().mode("append").parquet(input());
  }

  private String input() {
    return folder.resolve("input").toString();
  }

  final Dataset<Row> stream() {
    return session
        .readStream()
        .schema(rows.schema())
        .option("maxFilesPerTrigger", 1)
        .parquet(input());
  }

  /** Reads the files that have arrived since the checkpoint. */
  final StreamingQuery run(Dataset<Row> predicted)
      throws TimeoutException, StreamingQueryException {
    return run(predicted, (batch, number) -> read.addAll(batch.collectAsList()));
  }

  final StreamingQuery run(Dataset<Row> predicted, VoidFunction2<Dataset<Row>, Long> sink)
      throws TimeoutException, StreamingQueryException {
    StreamingQuery query =
        predicted
            .writeStream()
            .foreachBatch(sink)
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
    return query;
  }

  /** Returns the text of rows. */
  static List<String> texts(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList();
  }
}
