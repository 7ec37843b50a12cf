import com.sun.management.OperatingSystemMXBean;
import dev.unfold.ml.SequenceScorer;
import dev.unfold.ml.SequenceScorerModel;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Scores generated events of 1000 keys in 50 micro-batches. The query is stopped in the middle and
 * started again from its checkpoint in another Spark context; its output is compared with the
 * scores of the same events as a dataset.
 *
 * <p>Arguments: an empty folder, and the number of events of a key in a micro-batch.
 */
public class KeyedStream {
  private static final int KEYS = 1000;
  private static final int BATCHES = 50;

  /** The modification time of the first file: a stream reads the oldest file first. */
  private static final long FIRST_MILLIS = 1_700_000_000_000L;

  private static final StructType EVENTS =
      new StructType().add("key", "int").add("time", "bigint").add("event", "string");

  private static long rows;
  private static double seconds;
  private static double cpuSeconds;

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int perKey = Integer.parseInt(args[1]);
    SparkSession spark = open();
    for (int batch = 0; batch < BATCHES; batch++) {
      write(spark, folder, batch, perKey);
    }
    Dataset<Row> some = spark.read().schema(EVENTS).json(folder + "/events").where("key < 100");
    SequenceScorer scorer =
        new SequenceScorer().setInputCols("event").setSequenceCols("key").setOrderCols("time");
    scorer.setHiddenSize(128).setMaxIter(1).fit(some).save(folder + "/scorer");

    run(spark, folder, BATCHES / 2);
    spark.stop();
    spark = open();
    run(spark, folder, BATCHES);
    System.out.printf(
        "%d events, %.1f s in micro-batches: %.0f events/s; %.1f s of all processors: %.0f events/s%n",
        rows, seconds, rows / seconds, cpuSeconds, rows / cpuSeconds);
    compare(spark, folder);
    spark.stop();
  }

  private static SparkSession open() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 2)
        .getOrCreate();
  }

  /** Writes the events of a micro-batch in random order. */
  private static void write(SparkSession spark, Path folder, int batch, int perKey)
      throws Exception {
    Random random = new Random(batch);
    List<String> events = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      for (int i = 0; i < perKey; i++) {
        int event = (key + batch * perKey + i + random.nextInt(3)) % 20;
        events.add(
            "{\"key\": %d, \"time\": %d, \"event\": \"e%d\"}"
                .formatted(key, batch * perKey + i, event));
      }
    }
    Collections.shuffle(events, random);
    Path file = folder.resolve("events/batch-%02d.json".formatted(batch));
    Files.createDirectories(file.getParent());
    Files.write(file, events);
    Files.setLastModifiedTime(file, FileTime.fromMillis(FIRST_MILLIS + batch * 1000L));
  }

  /** Runs the query until a number of micro-batches are done. */
  private static void run(SparkSession spark, Path folder, int until) throws Exception {
    SequenceScorerModel model = SequenceScorerModel.load(folder + "/scorer");
    double start = cpuSeconds();
    Dataset<Row> events =
        spark.readStream().schema(EVENTS).option("maxFilesPerTrigger", 1).json(folder + "/events");
    StreamingQuery query =
        model
            .transform(events)
            .writeStream()
            .format("parquet")
            .option("path", folder + "/scores")
            .option("checkpointLocation", folder + "/checkpoint")
            .trigger(Trigger.ProcessingTime(0))
            .start();
    while (query.isActive()
        && (query.lastProgress() == null || query.lastProgress().batchId() < until - 1)) {
      Thread.sleep(20);
    }
    query.stop();
    cpuSeconds += cpuSeconds() - start;
    for (StreamingQueryProgress progress : query.recentProgress()) {
      if (progress.numInputRows() > 0) {
        rows += progress.numInputRows();
        seconds += progress.durationMs().get("triggerExecution") / 1000.0;
      }
    }
    StreamingQueryProgress last = query.lastProgress();
    System.out.printf(
        "stopped after micro-batch %d: %d keys, last one %s%n",
        last.batchId(), last.stateOperators()[0].numRowsTotal(), last.durationMs());
  }

  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /** Compares the output of the query with the scores of the events as a dataset. */
  private static void compare(SparkSession spark, Path folder) {
    SequenceScorerModel model = SequenceScorerModel.load(folder + "/scorer");
    long start = System.nanoTime();
    Dataset<Row> batch =
        model
            .transform(spark.read().schema(EVENTS).json(folder + "/events"))
            .drop("score_end", "score_end_rank");
    Dataset<Row> stream = 
        spark.read().parquet(folder + "/scores").drop("score_end", "score_end_rank");
    long missing = batch.exceptAll(stream).count();
    long other = stream.exceptAll(batch).count();
    System.out.printf(
        "%d rows of the stream, %d other than those of the dataset, %d missing (%.0f s)%n",
        stream.count(), other, missing, (System.nanoTime() - start) / 1e9);
  }
}
