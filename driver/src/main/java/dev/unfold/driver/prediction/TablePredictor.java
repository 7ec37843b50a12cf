package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.Faults;
import dev.unfold.driver.corpus.FileCount;
import dev.unfold.driver.corpus.Notices;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.corpus.SourceFiles;
import dev.unfold.driver.corpus.UnknownTokens;
import dev.unfold.driver.corpus.example.InputEncoder;
import dev.unfold.driver.corpus.example.InputTable;
import dev.unfold.driver.corpus.table.TableSplits;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.model.TableModel;
import dev.unfold.driver.storage.OutputFolder;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.sequence.example.FieldForm;
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
  private final TableSplits splits;
  private final TableModel model;
  private final Kernels kernels;
  private final PredictionOptions options;

  public TablePredictor(
      JavaSparkContext spark, TableModel model, Kernels kernels, PredictionOptions options) {
    this(new TableSplits(spark), model, kernels, options);
  }

  TablePredictor(TableSplits splits, TableModel model, Kernels kernels, PredictionOptions options) {
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
    OutputFolder folder = output.folder(spark.hadoopConfiguration());
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
    RowReader reader =
        new RowReader(
            new InputEncoder(input.input(model.preprocessing()), model.form()),
            model.network().longestInput(),
            output.format(),
            List.of(table.columns().fieldNames()));
    LOG.info("reading and counting the rows of {}", FileCount.described(files));
    List<RowCensus> census = count(table, reader);
    SourceFiles.requireUnchanged(files, spark.hadoopConfiguration());
    long rows = census.stream().mapToLong(RowCensus::rows).sum();
    LOG.info("{} rows in {}, {} parts", rows, FileCount.of(files.size()), census.size());
    if (model.form().input() instanceof FieldForm.Tokens) {
      warnOfUnknown(census);
    }
    PredictionPass pass =
        new PredictionPass(
            spark,
            new PartitionTask.How(reader, model.network(), options, predicted, kernels),
            new PredictionWriter(spark, output, named));
    try {
      pass.run(table.rows(), columns, census, model.model().parameters(), listener);
    } catch (IOException e) {
      folder.deleteIfEmpty();
      throw e;
    }
    requireUnchanged(files, folder);
    return new PredictionCounts(rows, census.stream().mapToLong(RowCensus::withoutInput).sum());
  }

  /** The first pass. */
  private static void warnOfUnknown(List<RowCensus> census) {
    census.stream()
        .map(RowCensus::unknownTokens)
        .reduce(UnknownTokens.NONE, UnknownTokens::plus)
        .warning("the inputs", "is it data like that which the model learnt from?")
        .ifPresent(LOG::warn);
  }

  private List<RowCensus> count(InputTable table, RowReader reader) throws IOException {
    List<RowCensus> found =
        SparkJobs.run(
            spark,
            "reading the input",
            () -> table.results().mapPartitions(rows -> RowCensus.of(rows, reader)).collect());
    Faults.of(found.stream().map(RowCensus::faults).toList()).requireNone();
    Notices notices = new Notices();
    found.forEach(census -> notices.addAll(census.notices()));
    notices.log();
    return found;
  }

  private void requireUnchanged(List<SourceFile> files, OutputFolder folder) throws IOException {
    try {
      SourceFiles.requireUnchanged(files, spark.hadoopConfiguration());
    } catch (IOException e) {
      folder.delete();
      throw e;
    }
  }
}
