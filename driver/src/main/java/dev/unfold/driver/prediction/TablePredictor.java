package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.query.SparkTable;
import dev.unfold.driver.corpus.query.StoredTable;
import dev.unfold.driver.corpus.row.PredictionTable;
import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.prediction.column.ForecastColumns;
import dev.unfold.driver.prediction.column.OutputColumns;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.column.PredictedColumns;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.driver.prediction.column.ScoredColumns;
import dev.unfold.driver.storage.file.SparkOutputFolder;
import dev.unfold.driver.storage.file.TemporaryFolder;
import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.UnknownTokenCount;
import dev.unfold.worker.sequence.row.MissingCounts;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a table with the predictions of a model as additional columns. */
public final class TablePredictor {
  private static final Logger LOG = LoggerFactory.getLogger(TablePredictor.class);

  private final JavaSparkContext spark;
  private final TableSplitter splits;
  private final TableModel model;
  private final Kernels kernels;
  private final PredictionOptions options;
  private final int stepsAtATime;

  public TablePredictor(
      JavaSparkContext spark, TableModel model, Kernels kernels, PredictionOptions options) {
    this(new TableSplitter(spark), model, kernels, options, BufferedRows.MAX_STEPS);
  }

  /**
   * @param stepsAtATime the number of steps above which a task reads no further sequences
   */
  TablePredictor(
      TableSplitter splits,
      TableModel model,
      Kernels kernels,
      PredictionOptions options,
      int stepsAtATime) {
    this.splits = splits;
    spark = splits.spark();
    this.model = model;
    this.kernels = kernels;
    this.options = options;
    this.stepsAtATime = stepsAtATime;
  }

  /**
   * Detects errors that are known before Spark starts.
   *
   * @throws CorpusException if a path of the input does not exist
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the format of the
   *     input does not suit the model, or that of the output its predictions
   */
  public static void check(
      TableModel model,
      PredictionOptions options,
      PredictionInput input,
      PredictionOutput output,
      Configuration configuration)
      throws IOException {
    predicted(model, options.outputs(), output);
    input.settings(model.preprocessing());
    if (!input.format().isQuery()) {
      SourceFiles.list(input.paths(), configuration);
    }
  }

  /**
   * Rejects options that the model does not support and values that the format cannot represent.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the predictions cannot
   *     be written
   */
  public static void requireFits(TableModel model, OutputOptions options, PredictionOutput output) {
    new OutputColumns(predicted(model, options, output), output, true).requireTexts();
  }

  private static OutputValues predicted(
      TableModel model, OutputOptions options, PredictionOutput output) {
    boolean steps = model.preprocessing().sequence().rowsAreSteps();
    if (options.scores()) {
      return new ScoredColumns(model.network(), steps, output, options);
    }
    PredictedColumns predicted = new PredictedColumns(model.network(), steps, output, options);
    return steps && options.stepsAhead() > 0
        ? new ForecastColumns(predicted, output.column())
        : predicted;
  }

  /**
   * Makes a prediction for every row and writes all rows in order.
   *
   * @throws CorpusException if the table cannot be used; then nothing is written
   * @throws IOException if the output exists, or a task fails
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the output cannot
   *     represent the table
   */
  public PredictionCounts predict(
      PredictionInput input, PredictionOutput output, PredictionListener listener)
      throws IOException {
    output.requireFree(spark.hadoopConfiguration());
    if (!input.format().isQuery()) {
      return predictFiles(input, output, listener);
    }
    SparkTable table = SparkTable.open(spark, input.settings(model.preprocessing()));
    try (TemporaryFolder rows =
        TemporaryFolder.nextTo(output.path(), spark.hadoopConfiguration(), spark.isLocal())) {
      StoredTable stored = StoredTable.write(spark, table, List.of(), rows.path() + "/rows");
      try {
        return predictFiles(input.stored(stored.folder()), output, listener);
      } catch (CorpusException e) {
        throw stored.renamed(e);
      }
    }
  }

  private PredictionCounts predictFiles(
      PredictionInput input, PredictionOutput output, PredictionListener listener)
      throws IOException {
    SparkOutputFolder folder = output.folder(spark.hadoopConfiguration());
    requireFits(model, options.outputs(), output);
    OutputValues predicted = predicted(model, options.outputs(), output);
    List<SourceFile> files = SourceFiles.listAny(input.paths(), spark.hadoopConfiguration());
    PredictionTable table =
        SparkJobs.named(
            spark,
            "reading the columns",
            () -> PredictionTable.open(splits, files, input.settings(model.preprocessing())));
    boolean named = !input.isNameless();
    StructType columns = new OutputColumns(predicted, output, named).appendedTo(table.columns());
    PredictionRowReader reader =
        PredictionRowReader.of(model, input, output.format(), table.columns());
    LOG.info("reading and counting the rows of {}", FileCount.described(files));
    List<RowCounts> counts = count(table, reader);
    SourceFiles.requireUnchanged(files, spark.hadoopConfiguration());
    long rows = counts.stream().mapToLong(RowCounts::rows).sum();
    LOG.info("{} rows in {}, {} parts", rows, FileCount.of(files.size()), counts.size());
    warnAboutUnknown(counts);
    warnAboutMissing(counts, reader);
    PredictionJob job =
        new PredictionJob(
            spark,
            new PredictionTask.Configuration(
                reader, model.network(), options, predicted, kernels, stepsAtATime),
            new PredictionWriter(spark, output, named));
    PredictionCounts written;
    try {
      written = job.run(table.rows(), columns, counts, model.model().parameters(), listener);
    } catch (IOException e) {
      StorageErrors.cleanUpAfter(e, folder::deleteIfEmpty);
      throw e;
    }
    requireUnchanged(files, folder);
    return written;
  }

  /** Warns if too many input tokens are unknown. */
  private void warnAboutUnknown(List<RowCounts> counts) {
    if (!model.schema().hasUnknownInputs()) {
      return;
    }
    counts.stream()
        .map(RowCounts::unknownTokens)
        .reduce(UnknownTokenCount.NONE, UnknownTokenCount::plus)
        .warning("the inputs", "is it similar to the data that the model was trained on?")
        .ifPresent(LOG::warn);
  }

  private static void warnAboutMissing(List<RowCounts> counts, PredictionRowReader reader) {
    MissingCounts missing = new MissingCounts();
    counts.forEach(part -> missing.addAll(part.missing()));
    reader.encoder().missingLines(missing).forEach(LOG::info);
  }

  private List<RowCounts> count(PredictionTable table, PredictionRowReader reader)
      throws IOException {
    List<RowCounts> counts =
        SparkJobs.run(
            spark,
            "reading the input",
            () ->
                PartitionElements.collect(
                    table.results().mapPartitions(rows -> RowCounts.of(rows, reader))));
    MessageSummary.of(counts.stream().map(RowCounts::faults).toList()).requireNone();
    MessageSummary.of(counts.stream().map(RowCounts::notices).toList()).log();
    return counts;
  }

  private void requireUnchanged(List<SourceFile> files, SparkOutputFolder folder)
      throws IOException {
    try {
      SourceFiles.requireUnchanged(files, spark.hadoopConfiguration());
    } catch (IOException e) {
      StorageErrors.cleanUpAfter(e, folder::delete);
      throw e;
    }
  }
}
