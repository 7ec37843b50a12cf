package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.corpus.SourceFiles;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.FileEntry;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.worker.sequence.example.ExampleForm;
import dev.unfold.worker.sequence.example.ExampleFormFile;
import dev.unfold.worker.settings.CorpusSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** Turns tables into encoded corpora of examples in a {@link CorpusCache}. */
public final class ExampleEncoder {
  /** A property of the format: it must not depend on the cluster. */
  private static final long PART_BYTES = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ExampleEncoder.class);

  private final JavaSparkContext spark;
  private final CorpusCache cache;
  private final long partBytes;

  /**
   * @param cache folder of the encoded corpora, reachable from every executor
   * @throws IOException if the cache is on a file system that cannot commit
   */
  public ExampleEncoder(JavaSparkContext spark, String cache) throws IOException {
    this(spark, cache, PART_BYTES);
  }

  ExampleEncoder(JavaSparkContext spark, String cache, long partBytes) throws IOException {
    this.spark = spark;
    this.partBytes = partBytes;
    this.cache = new CorpusCache(cache, spark.hadoopConfiguration());
  }

  /**
   * Encodes the training table, with the form that it gives itself.
   *
   * @param settings of a table
   * @throws CorpusException if the table cannot be used
   */
  public EncodedExamples encodeTraining(CorpusSettings settings) throws IOException {
    return encode(settings.train(), settings, Optional.empty());
  }

  /**
   * Encodes a table with the form of the training table.
   *
   * @param paths files, folders or globs
   * @param settings of a table
   * @throws CorpusException if the table cannot be used
   */
  public EncodedExamples encode(List<String> paths, CorpusSettings settings, ExampleForm form)
      throws IOException {
    return encode(paths, settings, Optional.of(form));
  }

  private EncodedExamples encode(
      List<String> paths, CorpusSettings settings, Optional<ExampleForm> form) throws IOException {
    List<SourceFile> files = SourceFiles.list(paths, spark.hadoopConfiguration());
    return cache.openOrBuild(
        key(files, settings, form),
        EncodedExamples::open,
        folder -> unwrapped(() -> build(folder, files, settings, form)));
  }

  private String key(List<SourceFile> files, CorpusSettings settings, Optional<ExampleForm> form) {
    StringBuilder inputs = new StringBuilder();
    inputs.append("examples ").append(ExampleManifest.FORMAT_VERSION).append(' ');
    inputs.append(partBytes).append('\n');
    inputs.append(settings.format()).append(' ').append(settings.header()).append('\n');
    inputs.append(settings.input()).append('\n').append(settings.target()).append('\n');
    inputs.append(
        form.map(given -> "given " + Sha256.of(ExampleFormFile.write(given)))
            .orElse(settings.vocabulary().toString()));
    for (SourceFile file : files) {
      inputs.append('\n').append(file.size()).append(' ').append(file.modified());
      inputs.append(' ').append(file.path());
    }
    return CorpusCache.key(inputs.toString());
  }

  private void build(
      CommitFolder folder,
      List<SourceFile> files,
      CorpusSettings settings,
      Optional<ExampleForm> given)
      throws IOException {
    long started = System.nanoTime();
    LOG.info("encoding the rows of {} files", files.size());
    ExampleKinds kinds = new ExampleKinds(settings.input(), settings.target());
    JavaRDD<RawExample> rows = read(files, settings).map(row -> RawExample.of(row, kinds));
    ExampleForm form = given.isPresent() ? given.get() : learn(settings, rows);
    byte[] formFile = ExampleFormFile.write(form);
    Broadcast<byte[]> shipped = spark.broadcast(formFile);
    try {
      Census census = count(rows, kinds, shipped);
      if (census.isEmpty()) {
        throw new CorpusException("no examples in " + paths(files));
      }
      CanonicalOrder order = order(census);
      JavaRDD<byte[]> keys =
          rows.mapPartitions(each -> order.keys(each, RowEncoder.of(kinds, shipped.value())));
      List<ExamplePart> parts = writeParts(folder, keys, order);
      SourceFiles.requireUnchanged(files, spark.hadoopConfiguration());
      ExampleManifest manifest = ExampleManifest.of(formFile, files, census, parts);
      write(folder, EncodedExamples.FORM, formFile);
      write(folder, ExampleManifest.NAME, manifest.encode());
      long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
      LOG.info("encoded {} examples in {} s", census.buckets().examples(), seconds);
    } finally {
      shipped.destroy();
    }
  }

  private JavaRDD<TableRow> read(List<SourceFile> files, CorpusSettings settings)
      throws IOException {
    return SparkJobs.named(
        spark, "reading the columns", () -> new TableReader(spark, settings).read(files));
  }

  private ExampleForm learn(CorpusSettings settings, JavaRDD<RawExample> rows) throws IOException {
    return SparkJobs.named(
        spark,
        "learning vocabularies, labels and scales",
        () -> new FormLearner(settings, rows).learn());
  }

  private Census count(JavaRDD<RawExample> rows, ExampleKinds kinds, Broadcast<byte[]> form)
      throws IOException {
    return SparkJobs.named(
        spark,
        "counting the examples",
        () ->
            rows.mapPartitions(each -> Census.of(each, RowEncoder.of(kinds, form.value())))
                .fold(new Census(), Census::addAll));
  }

  private static void write(CommitFolder folder, String name, byte[] content) throws IOException {
    try (OutputStream out = folder.create(name)) {
      out.write(content);
    }
  }

  private CanonicalOrder order(Census census) {
    int parts = Math.toIntExact((census.bytes() + partBytes - 1) / partBytes);
    return new CanonicalOrder(census.buckets(), parts);
  }

  private List<ExamplePart> writeParts(
      CommitFolder folder, JavaRDD<byte[]> keys, CanonicalOrder order) throws IOException {
    ShippedConfiguration shipped = ShippedConfiguration.of(spark.hadoopConfiguration());
    String path = folder.path();
    List<Tuple2<String, String>> written =
        SparkJobs.named(
            spark,
            "encoding the examples",
            () ->
                keys.mapToPair(key -> new Tuple2<>(key, (byte) 0))
                    .repartitionAndSortWithinPartitions(order, CanonicalOrder.comparator())
                    .keys()
                    .mapPartitions(sorted -> ExamplePartWriter.write(path, shipped, sorted))
                    .collect());
    List<ExamplePart> parts = new ArrayList<>();
    for (Tuple2<String, String> each : written) {
      String name = ExampleManifest.partName(parts.size());
      folder.publish(each._1(), name);
      folder.publish(ExamplePartWriter.ends(each._1()), ExamplePartWriter.ends(name));
      parts.add(ExampleManifest.decodePart(each._2()));
    }
    for (FileEntry entry : folder.list()) {
      if (ExamplePartWriter.isTemporary(entry.name())) {
        folder.delete(entry.name());
      }
    }
    return parts;
  }

  private static List<String> paths(List<SourceFile> files) {
    return files.stream().map(SourceFile::path).toList();
  }

  /** What a task says about the corpus, without what Spark says about the task. */
  private static void unwrapped(Job job) throws IOException {
    try {
      job.run();
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof CorpusException found) {
          throw new CorpusException(found.getMessage(), e);
        }
      }
      if (e instanceof SparkException) {
        throw new IOException("encoding the corpus failed: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Something that Spark does. */
  private interface Job {
    void run() throws IOException;
  }
}
