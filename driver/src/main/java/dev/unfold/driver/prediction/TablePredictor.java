package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.FaultSummary;
import dev.unfold.driver.corpus.FileCount;
import dev.unfold.driver.corpus.Notices;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.corpus.SourceFiles;
import dev.unfold.driver.corpus.UnknownTokenCount;
import dev.unfold.driver.corpus.example.InputRowEncoder;
import dev.unfold.driver.corpus.example.InputTable;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.model.TableModel;
import dev.unfold.driver.storage.SparkOutputFolder;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.sequence.example.FieldSchema;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a table with the predictions of a model beside what it has. */
public final class TablePredictor {
  private static final Logger LOG = LoggerFactory.getLogger(TablePredictor.class);

  private final JavaSparkContext spark;
  private final TableSplitter splits;
  private final TableModel model;
  private final Kernels kernels;
  private final PredictionOptions options;

  public TablePredictor(
      JavaSparkContext spark, TableModel model, Kernels kernels, PredictionOptions options) {
    this(new TableSplitter(spark), model, kernels, options);
  }

  TablePredictor(
      TableSplitter splits, TableModel model, Kernels kernels, PredictionOptions options) {
    this.splits = splits;
    spark = splits.spark();
    this.model = model;
    this.kernels = kernels;
    this.options = options;
  }

  /**
   * Refuses what can be known to fail before Spark starts.
   *
   * @throws CorpusException if a path of the input leads nowhere
   * @throws dev.unfold.worker.settings.InvalidSettingException if the format of the input does not
   *     hold what the model reads, or that of the output what it predicts
   */
  public static void check(
      TableModel model,
      PredictionOptions options,
      PredictionInput input,
      PredictionOutput output,
      Configuration configuration)
      throws IOException {
    new PredictedColumns(model.network(), output, options.outputs());
    input.settings(model.preprocessing());
    SourceFiles.list(input.paths(), configuration);
  }

  /**
   * Predicts something of every row and writes all of them in their order.
   *
   * @throws CorpusException if the table cannot be used; nothing is written then
   * @throws IOException if the output exists, or a task fails
   * @throws dev.unfold.worker.settings.InvalidSettingException if the output cannot hold the table
   */
  public PredictionCounts predict(
      PredictionInput input, PredictionOutput output, PredictionListener listener)
      throws IOException {
    output.requireFree(spark.hadoopConfiguration());
    SparkOutputFolder folder = output.folder(spark.hadoopConfiguration());
    output.requireFits(model, options.outputs());
    PredictedColumns predicted = output.columns(model, options.outputs());
    List<SourceFile> files = SourceFiles.listAny(input.paths(), spark.hadoopConfiguration());
    InputTable table =
        SparkJobs.named(
            spark,
            "reading the columns",
            () -> InputTable.open(splits, files, input.settings(model.preprocessing())));
    boolean named = !input.isNameless();
    StructType columns = new OutputColumns(predicted, output, named).behind(table.columns());
    PredictionRowReader reader =
        new PredictionRowReader(
            new InputRowEncoder(input.input(model.preprocessing()), model.form()),
            model.network().longestInput(),
            output.format(),
            List.of(table.columns().fieldNames()));
    LOG.info("reading and counting the rows of {}", FileCount.described(files));
    List<RowCounts> census = count(table, reader);
    SourceFiles.requireUnchanged(files, spark.hadoopConfiguration());
    long rows = census.stream().mapToLong(RowCounts::rows).sum();
    LOG.info("{} rows in {}, {} parts", rows, FileCount.of(files.size()), census.size());
    if (model.form().input() instanceof FieldSchema.Tokens) {
      warnOfUnknown(census);
    }
    PredictionPass pass =
        new PredictionPass(
            spark,
            new PredictionTask.How(reader, model.network(), options, predicted, kernels),
            new PredictionWriter(spark, output, named));
    try {
      pass.run(table.rows(), columns, census, model.model().parameters(), listener);
    } catch (IOException e) {
      folder.deleteIfEmpty();
      throw e;
    }
    requireUnchanged(files, folder);
    return new PredictionCounts(rows, census.stream().mapToLong(RowCounts::withoutInput).sum());
  }

  /** The first pass. */
  private static void warnOfUnknown(List<RowCounts> census) {
    census.stream()
        .map(RowCounts::unknownTokens)
        .reduce(UnknownTokenCount.NONE, UnknownTokenCount::plus)
        .warning("the inputs", "is it similar to the data that the model was trained on?")
        .ifPresent(LOG::warn);
  }

  private List<RowCounts> count(InputTable table, PredictionRowReader reader) throws IOException {
    List<RowCounts> found =
        SparkJobs.run(
            spark,
            "reading the input",
            () -> table.results().mapPartitions(rows -> RowCounts.of(rows, reader)).collect());
    FaultSummary.of(found.stream().map(RowCounts::faults).toList()).requireNone();
    Notices notices = new Notices();
    found.forEach(census -> notices.addAll(census.notices()));
    notices.log();
    return found;
  }

  private void requireUnchanged(List<SourceFile> files, SparkOutputFolder folder)
      throws IOException {
    try {
      SourceFiles.requireUnchanged(files, spark.hadoopConfiguration());
    } catch (IOException e) {
      folder.delete();
      throw e;
    }
  }
}
