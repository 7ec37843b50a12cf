package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.corpus.query.RowsHash;
import dev.unfold.driver.corpus.query.SparkTable;
import dev.unfold.driver.corpus.query.StoredTable;
import dev.unfold.driver.corpus.query.TableChangedException;
import dev.unfold.driver.corpus.row.TableReader;
import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.text.SubwordLearner;
import dev.unfold.driver.execution.OwnedBroadcast;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaWriter;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.WeightSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** Encodes tables as corpora of examples in a {@link CorpusCache}. */
public final class ExampleCorpusEncoder {
  /** The size of a part. It is a property of the format and must not depend on the cluster. */
  private static final long PART_BYTES = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ExampleCorpusEncoder.class);

  private final JavaSparkContext spark;
  private final CorpusCache cache;
  private final long partBytes;
  private final int stepsOfToken;
  private final Optional<String> rowsSha256;

  /**
   * @param cache the folder of the encoded corpora, reachable from every executor
   * @throws IOException if the cache is on a file system that cannot commit
   */
  public ExampleCorpusEncoder(JavaSparkContext spark, String cache) throws IOException {
    this(spark, cache, PART_BYTES);
  }

  /**
   * Creates an encoder that refuses rows of the training table whose target cannot be aligned with
   * its input.
   *
   * @param stepsOfToken as in {@link ExampleFieldKinds}
   */
  public ExampleCorpusEncoder(JavaSparkContext spark, String cache, int stepsOfToken)
      throws IOException {
    this(spark, open(spark, cache), PART_BYTES, stepsOfToken, Optional.empty());
  }

  ExampleCorpusEncoder(JavaSparkContext spark, String cache, long partBytes) throws IOException {
    this(spark, open(spark, cache), partBytes, 0, Optional.empty());
  }

  private ExampleCorpusEncoder(
      JavaSparkContext spark,
      CorpusCache cache,
      long partBytes,
      int stepsOfToken,
      Optional<String> rowsSha256) {
    this.spark = spark;
    this.cache = cache;
    this.partBytes = partBytes;
    this.stepsOfToken = stepsOfToken;
    this.rowsSha256 = rowsSha256;
  }

  private static CorpusCache open(JavaSparkContext spark, String cache) throws IOException {
    return new CorpusCache(cache, spark.hadoopConfiguration());
  }

  /** Returns an encoder that refuses a training table of Spark whose rows have another hash. */
  public ExampleCorpusEncoder expecting(String sha256) {
    return new ExampleCorpusEncoder(spark, cache, partBytes, stepsOfToken, Optional.of(sha256));
  }

  /**
   * Encodes the training table with the schema that is inferred from it.
   *
   * @param settings the settings of the table
   * @throws CorpusException if the table cannot be used
   */
  public EncodedExampleCorpus encodeTraining(CorpusSettings settings) throws IOException {
    return encode(settings, new ExampleCorpusKey.Inference());
  }

  /**
   * Encodes the training table with the schema of the model that is trained further.
   *
   * @param settings the settings of the table
   * @throws CorpusException if the table cannot be used, such as one with other labels
   */
  public EncodedExampleCorpus encodeTraining(CorpusSettings settings, ExampleSchema schema)
      throws IOException {
    return encode(settings, new ExampleCorpusKey.FurtherTraining(schema));
  }

  /**
   * Encodes a table for evaluation with the schema of the training table. Labels and tags of
   * targets that the training table never had are counted. Its rows have no weights.
   *
   * @param settings the settings of the table, as its training corpus
   * @throws CorpusException if the table cannot be used
   */
  public EncodedExampleCorpus encode(CorpusSettings settings, ExampleSchema schema)
      throws IOException {
    return encode(settings.with(WeightSettings.none()), new ExampleCorpusKey.Evaluation(schema));
  }

  private EncodedExampleCorpus encode(CorpusSettings settings, ExampleCorpusKey.Purpose purpose)
      throws IOException {
    if (settings.format().isQuery()) {
      SparkTable table = SparkTable.open(spark, settings);
      return cache.withTemporary(folder -> encode(table, folder, settings, purpose));
    }
    List<SourceFile> files = SourceFiles.list(settings.train(), spark.hadoopConfiguration());
    String recordings = new RecordingsCheck(spark, files, settings).hash();
    String key = ExampleCorpusKey.of(files, recordings, settings, purpose, partBytes);
    return encode(complete(key, settings, purpose), files, settings, purpose);
  }

  /** Encodes a table that is not in files, whose rows are stored in a folder before. */
  private EncodedExampleCorpus encode(
      SparkTable table,
      CommitFolder folder,
      CorpusSettings settings,
      ExampleCorpusKey.Purpose purpose)
      throws IOException {
    LOG.info("reading {}", table.name());
    StoredTable stored =
        StoredTable.write(spark, table, settings.exampleColumns(), folder.pathOf("rows"));
    RowsHash content = stored.hash(spark);
    if (purpose.trains() && rowsSha256.isPresent()) {
      TableChangedException.requireSame(table.name(), rowsSha256.get(), content);
    }
    CorpusSettings files = stored.settings(settings);
    try {
      String recordings = new RecordingsCheck(spark, stored.files(), files).hash();
      String rows = content.sha256() + recordings;
      String key = ExampleCorpusKey.of(rows, files, purpose, partBytes);
      return encode(complete(key, files, purpose), stored.files(), files, purpose)
          .withOrigin(stored.origin(content));
    } catch (CorpusException e) {
      throw stored.renamed(e);
    }
  }

  /** Returns the key of a corpus whose rows were also checked, or that has subwords of its own. */
  private String complete(String key, CorpusSettings settings, ExampleCorpusKey.Purpose purpose)
      throws IOException {
    String subwords =
        purpose.schema().isEmpty() && settings.columns().haveSubwords(settings.target())
            ? new SubwordLearner(settings.tokenizer()).key(spark.hadoopConfiguration())
            : "";
    String learned = subwords.isEmpty() ? key : CorpusCache.key(key + " " + subwords);
    return purpose.trains() && stepsOfToken > 0 ? learned + "-aligned-" + stepsOfToken : learned;
  }

  private EncodedExampleCorpus encode(
      String key, List<SourceFile> files, CorpusSettings settings, ExampleCorpusKey.Purpose purpose)
      throws IOException {
    return cache.openOrBuild(
        key,
        EncodedExampleCorpus::open,
        folder ->
            SparkJobs.explained(
                "encoding the corpus",
                () -> {
                  RecordingsCheck recordings = new RecordingsCheck(spark, files, settings);
                  String before = recordings.hash();
                  build(folder, files, settings, purpose);
                  recordings.requireUnchanged(before);
                  return folder;
                }));
  }

  private void build(
      CommitFolder folder,
      List<SourceFile> files,
      CorpusSettings settings,
      ExampleCorpusKey.Purpose purpose)
      throws IOException {
    long started = System.nanoTime();
    String described = FileCount.described(files);
    LOG.info("reading the columns of {}", described);
    boolean trains = purpose.trains();
    ExampleFieldKinds kinds =
        new ExampleFieldKinds(settings.columns(), settings.target(), trains ? stepsOfToken : 0);
    JavaRDD<RowReadResult<RawExample>> results =
        read(files, settings, trains).map(row -> row.map(good -> RawExample.of(good, kinds)));
    Optional<ExampleSchema> known = purpose.schema();
    ExampleSchema schema = known.isPresent() ? known.get() : infer(settings, described, results);
    byte[] schemaFile = ExampleSchemaWriter.write(schema);
    try (OwnedBroadcast<byte[]> shipped = OwnedBroadcast.of(spark, schemaFile)) {
      LOG.info("checking and counting the rows of {}", described);
      var fields =
          new ExamplesOfRows.Fields(kinds, settings.sequence(), trains, shipped.broadcast());
      ExamplesOfRows.Counted counted = new ExamplesOfRows(spark, results, fields).count();
      EncodingCounts counts = counted.counts().usable(settings, described);
      counts.missing().lines(kinds).forEach(line -> LOG.info("{}: {}", described, line));
      int parts = Math.toIntExact((counts.bytes() + partBytes - 1) / partBytes);
      CanonicalOrder order = new CanonicalOrder(counts.buckets(), parts);
      LOG.info("encoding the {} examples of {}", counts.buckets().examples(), described);
      List<EncodedExamplePart> written = writeParts(folder, counted.examples().keys(order), order);
      SourceFiles.requireUnchanged(files, spark.hadoopConfiguration());
      EncodedExampleManifest manifest =
          EncodedExampleManifest.of(schemaFile, schema, files, settings.columns(), counts, written);
      PublishedParts.describe(folder, schemaFile, manifest);
      long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
      LOG.info("encoded {} examples in {} s", counts.buckets().examples(), seconds);
    }
  }

  /** Returns the rows of a table, for training with the changed copies of recordings. */
  private JavaRDD<RowReadResult<TableRow>> read(
      List<SourceFile> files, CorpusSettings settings, boolean trains) throws IOException {
    TableReader reader = new TableReader(new TableSplitter(spark), settings);
    JavaRDD<RowReadResult<TableRow>> rows =
        SparkJobs.named(spark, "reading the columns", () -> reader.read(files));
    AugmentedRows augmented = new AugmentedRows(settings.columns());
    return trains && augmented.copies() > 0 ? rows.flatMap(augmented::of) : rows;
  }

  /**
   * Infers the schema from the rows without faults; the schema of a table with faults is never
   * used.
   */
  private ExampleSchema infer(
      CorpusSettings settings, String described, JavaRDD<RowReadResult<RawExample>> results)
      throws IOException {
    JavaRDD<RawExample> rows = ExamplesOfRows.good(results);
    LOG.info("inferring vocabularies, labels and scales from {}", described);
    try {
      return SparkJobs.named(
          spark,
          "inferring vocabularies, labels and scales",
          () -> new SchemaInference(settings, rows).infer());
    } catch (CorpusException e) {
      ExamplesOfRows.requireNoFaults(spark, results);
      throw e;
    }
  }

  private List<EncodedExamplePart> writeParts(
      CommitFolder folder, JavaRDD<byte[]> keys, CanonicalOrder order) throws IOException {
    var shipped = SerializedHadoopConfiguration.of(spark.hadoopConfiguration());
    String path = folder.path();
    List<Tuple2<String, String>> written =
        SparkJobs.named(
            spark,
            "encoding the examples",
            () ->
                PartitionElements.collect(
                    keys.mapToPair(key -> new Tuple2<>(key, (byte) 0))
                        .repartitionAndSortWithinPartitions(order, CanonicalOrder.comparator())
                        .keys()
                        .mapPartitions(sorted -> ExamplePartWriter.write(path, shipped, sorted))));
    return PublishedParts.of(folder, written);
  }
}
