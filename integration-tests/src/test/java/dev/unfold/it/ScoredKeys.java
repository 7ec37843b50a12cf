package dev.unfold.it;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.store.BatchVersions;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.ml.SequenceScorer;
import dev.unfold.ml.SequenceScorerModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * Applications that score the events of keys as they arrive: the first trains two models and reads
 * two micro-batches; the second continues from its checkpoint, reads the third with the same
 * champion and the fourth with the other one, and compares all scores with those of the same events
 * as datasets.
 */
public final class ScoredKeys {
  private static final int KEYS = 40;
  private static final int STEPS_OF_BATCH = 5;
  private static final long POLL_NANOS = 20_000_000;
  private static final StructType EVENTS =
      new StructType().add("key", "int").add("time", "bigint").add("event", "string");

  private final SparkSession spark;
  private final String folder;

  private ScoredKeys(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** Runs the application "first" or "second" in a folder. */
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = SparkSession.builder().appName("scored keys").getOrCreate()) {
      ScoredKeys keys = new ScoredKeys(spark, arguments[1]);
      if (arguments[0].equals("first")) {
        keys.first();
      } else {
        keys.second();
      }
    }
  }

  /** Does not return: the caller kills this process while the query runs. */
  private void first() throws Exception {
    arrive(0);
    fitted(1).save(model(1));
    fitted(2).save(model(2));
    addToStore(1);
    addToStore(2);
    store().promote(1, "the first");
    StreamingQuery query = start();
    awaitBatch(query, 0);
    arrive(1);
    awaitBatch(query, 1);
    System.out.println("two micro-batches");
    query.awaitTermination();
  }

  private void second() throws Exception {
    StreamingQuery query = start();
    arrive(2);
    awaitBatch(query, 2);
    store().promote(2, "the second");
    arrive(3);
    awaitBatch(query, 3);
    query.stop();
    Dataset<Row> expected = scored(1, "time < 15").unionAll(scored(2, "time >= 15"));
    Dataset<Row> found = withoutEnds(spark.read().parquet(folder + "/scores"));
    System.out.printf(
        "%d rows, %d unexpected, %d missing, read by %s%n",
        found.count(),
        found.exceptAll(expected).count(),
        expected.exceptAll(found).count(),
        versions(query));
  }

  /** Returns the versions that were recorded for the micro-batches. */
  private List<Long> versions(StreamingQuery query) throws IOException {
    BatchVersions recorded = new BatchVersions(store(), query.id().toString());
    List<Long> versions = new ArrayList<>();
    for (int batch = 0; recorded.find(batch).isPresent(); batch++) {
      versions.add(recorded.find(batch).getAsLong());
    }
    return versions;
  }

  private String model(int version) {
    return folder + "/scorer-" + version;
  }

  private ModelStore store() throws IOException {
    return new ModelStore(folder + "/store", spark.sparkContext().hadoopConfiguration());
  }

  private void addToStore(int version) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    ModelFolder model = ModelFolder.open(model(version) + "/model", hadoop);
    store()
        .add(
            version,
            files -> ModelFolder.write(files, model.read(), model.metrics(), model.provenance()));
  }

  private SequenceScorerModel fitted(long seed) {
    SequenceScorer scorer =
        new SequenceScorer().setInputCols("event").setSequenceCols("key").setOrderCols("time");
    return scorer
        .setHiddenSize(8)
        .setEmbeddingSize(4)
        .setMaxIter(1)
        .setNumShards(1)
        .setSeed(seed)
        .setCheckpointDir(folder + "/fits")
        .fit(spark.read().schema(EVENTS).json(folder + "/events"));
  }

  /** Adds the file of a micro-batch, whose rows are in random order. */
  private void arrive(int batch) throws IOException {
    Random random = new Random(batch);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < KEYS * STEPS_OF_BATCH; i++) {
      int key = i % KEYS;
      long time = (long) batch * STEPS_OF_BATCH + i / KEYS;
      rows.add(RowFactory.create(key, time, "e" + (key + time + random.nextInt(3)) % 7));
    }
    Collections.shuffle(rows, random);
    spark.createDataFrame(rows, EVENTS).coalesce(1).write().mode("append").json(folder + "/events");
  }

  /** Starts the query, which reads a file in each micro-batch, or continues it. */
  private StreamingQuery start() throws TimeoutException {
    Dataset<Row> events =
        spark.readStream().schema(EVENTS).option("maxFilesPerTrigger", 1).json(folder + "/events");
    SequenceScorerModel model = SequenceScorerModel.load(model(1));
    return model
        .setChampionStore(folder + "/store")
        .transform(events)
        .writeStream()
        .option("checkpointLocation", folder + "/checkpoint")
        .trigger(Trigger.ProcessingTime(0))
        .start(folder + "/scores");
  }

  /** Waits until a micro-batch is committed. */
  private void awaitBatch(StreamingQuery query, int number) throws Exception {
    Path commit = new Path(folder + "/checkpoint/commits/" + number);
    FileSystem files = commit.getFileSystem(spark.sparkContext().hadoopConfiguration());
    while (!files.exists(commit)) {
      if (!query.isActive()) {
        query.awaitTermination(); // throws what ended it
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Returns the scores of events as a dataset. */
  private Dataset<Row> scored(int version, String events) {
    Dataset<Row> all = spark.read().schema(EVENTS).json(folder + "/events");
    return withoutEnds(SequenceScorerModel.load(model(version)).transform(all.where(events)));
  }

  /** A stream knows no ends of sequences, so it does not score them. */
  private static Dataset<Row> withoutEnds(Dataset<Row> scores) {
    return scores.drop("score_end", "score_end_rank");
  }
}
