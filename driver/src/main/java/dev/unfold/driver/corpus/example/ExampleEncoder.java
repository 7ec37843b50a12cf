package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.Faults;
import dev.unfold.driver.corpus.FileCount;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.corpus.SourceFiles;
import dev.unfold.driver.corpus.table.ReadResult;
import dev.unfold.driver.corpus.table.TableSplits;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.FileEntry;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.worker.sequence.example.ExampleForm;
import dev.unfold.worker.sequence.example.ExampleFormFile;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.TargetSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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

  /** Counts changes to what is read of the same files. */
  private static final int READER_VERSION = 3;

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
        folder ->
            SparkJobs.explained(
                "encoding the corpus",
                () -> {
                  build(folder, files, settings, form);
                  return folder;
                }));
  }

  private String key(List<SourceFile> files, CorpusSettings settings, Optional<ExampleForm> form) {
    StringBuilder inputs = new StringBuilder();
    inputs.append("examples ").append(ExampleManifest.FORMAT_VERSION).append(' ');
    inputs.append(READER_VERSION).append(' ').append(partBytes).append('\n');
    inputs.append(settings.format()).append(' ').append(settings.header()).append('\n');
    inputs.append(described(settings.input())).append('\n');
    inputs.append(described(settings.target())).append('\n');
    inputs.append(
        form.map(given -> "given " + Sha256.of(ExampleFormFile.write(given)))
            .orElse(settings.vocabulary().size() + " least " + settings.vocabulary().minCount()));
    for (SourceFile file : files) {
      inputs.append('\n').append(file.size()).append(' ').append(file.modified());
      inputs.append(' ').append(file.path());
    }
    return CorpusCache.key(inputs.toString());
  }

  /**
   * Returns what of an input decides how it is encoded; names of columns may have any character.
   */
  private static String described(InputSettings input) {
    return String.join(
        " ",
        SettingKeys.of(input.kind()),
        "width " + input.width(),
        "reversed " + input.reversed(),
        "normalise " + input.normalise(),
        "spelling " + input.spelling(),
        "column " + input.column());
  }

  /** Returns what of a target decides how it is encoded; how it is scored does not. */
  private static String described(TargetSettings target) {
    return String.join(
        " ", SettingKeys.of(target.kind()), "width " + target.width(), "column " + target.column());
  }

  private void build(
      CommitFolder folder,
      List<SourceFile> files,
      CorpusSettings settings,
      Optional<ExampleForm> given)
      throws IOException {
    long started = System.nanoTime();
    String described = FileCount.described(files);
    LOG.info("reading the columns of {}", described);
    ExampleKinds kinds = new ExampleKinds(settings.input(), settings.target());
    JavaRDD<ReadResult<RawExample>> results =
        read(files, settings).map(row -> row.map(good -> RawExample.of(good, kinds)));
    JavaRDD<RawExample> rows = results.flatMap(ExampleEncoder::good);
    if (given.isEmpty()) {
      LOG.info("learning vocabularies, labels and scales from {}", described);
    }
    ExampleForm form = given.isPresent() ? given.get() : learn(settings, rows, results);
    byte[] formFile = ExampleFormFile.write(form);
    Broadcast<byte[]> shipped = spark.broadcast(formFile);
    try {
      LOG.info("checking and counting the rows of {}", described);
      Census census = count(results, kinds, shipped);
      census.faults().requireNone();
      census.notices().log();
      if (census.isEmpty()) {
        throw new CorpusException("no examples in " + described);
      }
      CanonicalOrder order = order(census);
      JavaRDD<byte[]> keys =
          rows.mapPartitions(each -> order.keys(each, RowEncoder.of(kinds, shipped.value())));
      LOG.info("encoding the {} rows of {}", census.buckets().examples(), described);
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

  private static Iterator<RawExample> good(ReadResult<RawExample> result) {
    return result instanceof ReadResult.Good<RawExample> good
        ? List.of(good.value()).iterator()
        : Collections.emptyIterator();
  }

  private JavaRDD<ReadResult<TableRow>> read(List<SourceFile> files, CorpusSettings settings)
      throws IOException {
    TableReader reader = new TableReader(new TableSplits(spark), settings);
    return SparkJobs.named(spark, "reading the columns", () -> reader.read(files));
  }

  /** Learns from the rows that have no fault; a form of a table that has any is never used. */
  private ExampleForm learn(
      CorpusSettings settings, JavaRDD<RawExample> rows, JavaRDD<ReadResult<RawExample>> results)
      throws IOException {
    try {
      return SparkJobs.named(
          spark,
          "learning vocabularies, labels and scales",
          () -> new FormLearner(settings, rows).learn());
    } catch (CorpusException e) {
      faults(results).requireNone();
      throw e;
    }
  }

  private Faults faults(JavaRDD<ReadResult<RawExample>> results) throws IOException {
    return SparkJobs.named(
        spark,
        "reading the rows",
        () -> Faults.of(results.mapPartitions(ExampleEncoder::faults).collect()));
  }

  private static Iterator<Faults> faults(Iterator<ReadResult<RawExample>> results) {
    Faults faults = new Faults();
    results.forEachRemaining(
        result -> {
          if (result instanceof ReadResult.Fault<RawExample> fault) {
            faults.add(fault.message());
          }
        });
    return List.of(faults).iterator();
  }

  private Census count(
      JavaRDD<ReadResult<RawExample>> results, ExampleKinds kinds, Broadcast<byte[]> form)
      throws IOException {
    List<Census> parts =
        SparkJobs.named(
            spark,
            "counting the examples",
            () ->
                results
                    .mapPartitions(each -> Census.of(each, RowEncoder.of(kinds, form.value())))
                    .collect());
    Census census = new Census();
    parts.forEach(census::addAll);
    return census;
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
}
