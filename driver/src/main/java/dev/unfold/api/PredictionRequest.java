package dev.unfold.api;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.corpus.query.ProgramTables;
import dev.unfold.driver.operation.KernelPolicy;
import dev.unfold.driver.operation.RequestedInput;
import dev.unfold.driver.operation.RequestedOutputs;
import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.driver.operation.RequestedScores;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A request to predict a value for each row of a table; its methods are named after the options of
 * {@code unfold predict}. It is mutable, each method returns it, and it is for use by one thread.
 */
public final class PredictionRequest {
  private final List<String> input;
  private final Optional<Dataset<Row>> dataset;
  private final String output;
  private final TableRequest table = new TableRequest();
  private List<String> inputColumns = List.of();
  private CorpusFormat outputFormat = CorpusFormat.JSON;
  private Optional<String> predictionColumn = Optional.empty();
  private boolean scores;
  private boolean probabilities;
  private Double threshold;
  private Integer stepsAhead;
  private boolean newOnly;
  private int batch = RequestedPredictions.DEFAULT_BATCH;
  private Integer topK;
  private Integer best;
  private boolean replaceUnknown;
  private Optional<DecodingRequest> decoding = Optional.empty();
  private KernelPolicy kernels = KernelPolicy.DRIVER;

  private PredictionRequest(List<String> input, Optional<Dataset<Row>> dataset, String output) {
    this.input = input;
    this.dataset = dataset;
    this.output = output;
  }

  /**
   * Returns a request to read a table and to write its rows with their predictions.
   *
   * @param input a file, folder or glob
   * @param output a folder that does not exist
   */
  public static PredictionRequest of(String input, String output) {
    return of(List.of(input), output);
  }

  /**
   * Returns a request to read a table of several files, folders or globs.
   *
   * @param output a folder that does not exist
   */
  public static PredictionRequest of(List<String> input, String output) {
    return new PredictionRequest(List.copyOf(input), Optional.empty(), output);
  }

  /**
   * Returns a request to predict for the rows of a dataset, which are computed once and written in
   * the order of its partitions.
   *
   * @param output a folder that does not exist
   */
  public static PredictionRequest of(Dataset<Row> rows, String output) {
    return new PredictionRequest(List.of(), Optional.of(rows), output);
  }

  /**
   * Sets the format of the input, such as {@code json}, {@code parquet} or {@code csv}, or {@code
   * wav} for folders of recordings, each of which is a row. Default: as in training.
   *
   * @throws UnfoldException if there is no such format
   */
  public PredictionRequest format(String name) {
    table.format(name);
    return this;
  }

  /** Sets whether csv or tsv files start with a header line. Default: as in training. */
  public PredictionRequest header(boolean present) {
    table.header(present);
    return this;
  }

  /**
   * Uses the rows of the table for which a condition of Spark SQL over its columns is true.
   * Default: all, whatever training used.
   */
  public PredictionRequest where(String condition) {
    table.where(condition);
    return this;
  }

  /**
   * Reads the table by a data source of Spark, such as {@code delta}, {@code iceberg} or {@code
   * jdbc}, with its options.
   *
   * @param location the option that gets each path: {@code path} or, for example, {@code dbtable}
   * @param options further options by name
   */
  public PredictionRequest source(String name, String location, Map<String, String> options) {
    table.source(name, location, options);
    return this;
  }

  /** Sets the input columns, in the order of training. Default: as in training. */
  public PredictionRequest inputColumns(String... names) {
    inputColumns = List.of(names);
    return this;
  }

  /**
   * Sets the format of the output: {@code json}, which is the default, {@code parquet}, {@code
   * csv}, {@code tsv} or {@code tsv-escaped}.
   *
   * @throws UnfoldException if there is no such format
   */
  public PredictionRequest outputFormat(String name) {
    outputFormat = Calls.explained(() -> PredictionOutput.formatOf(name));
    return this;
  }

  /**
   * Sets the column for the prediction. Default: {@code prediction}, or {@code score} for {@link
   * #scores}.
   */
  public PredictionRequest predictionColumn(String name) {
    predictionColumn = Optional.of(name);
    return this;
  }

  /**
   * Writes how probable the steps of the rows are in place of predictions, as {@code unfold score}
   * does. The model must predict the next word or category. Of the options about predictions only
   * {@link #batch} and {@link #topK} are for scores; the others are refused.
   */
  public PredictionRequest scores() {
    scores = true;
    return this;
  }

  /**
   * Also writes the probabilities of all labels, tags or members of sets, or those of the tokens of
   * a predicted sequence.
   */
  public PredictionRequest probabilities() {
    probabilities = true;
    return this;
  }

  /**
   * Forecasts the steps after each sequence in place of predictions for its own steps: each
   * prediction of the next numbers is fed back as a step of the sequence. A table whose rows are
   * steps becomes a row for each step ahead; otherwise the prediction of a row is a list.
   *
   * @param steps the number of steps, at least 1
   */
  public PredictionRequest stepsAhead(int steps) {
    stepsAhead = steps;
    return this;
  }

  /** Ranks the next classes that a sequence already had after all others. */
  public PredictionRequest newOnly() {
    newOnly = true;
    return this;
  }

  /** Sets the minimum probability of a member of a set, 0 to 1. Default: 0.5. */
  public PredictionRequest threshold(double probability) {
    threshold = probability;
    return this;
  }

  /**
   * Sets the maximum batch size, 1 to 65536, which trades memory for speed; the next lower multiple
   * of 24 is used, or 1. Default: 48.
   */
  public PredictionRequest batch(int rows) {
    batch = rows;
    return this;
  }

  /**
   * Writes the given number of most probable labels or tags; of a model that generates sequences,
   * the same as {@link DecodingRequest#topK}. Both at once are refused.
   */
  public PredictionRequest topK(int number) {
    topK = number;
    return this;
  }

  /** Sets how sequences are decoded. Default: greedily. */
  public PredictionRequest decoding(DecodingRequest request) {
    decoding = Optional.of(request);
    return this;
  }

  /**
   * Also writes the given number of best sequences of a beam search with their scores, at most as
   * many as the search has hypotheses.
   */
  public PredictionRequest nBest(int number) {
    best = number;
    return this;
  }

  /**
   * Writes in place of the unknown token of a sequence the token of the input that the network
   * attends to most; input and target are texts of the same kind of tokens.
   */
  public PredictionRequest replaceUnknown() {
    replaceUnknown = true;
    return this;
  }

  /** Lets each machine use its own kernels; results may then differ in the last digits. */
  public PredictionRequest anyKernels() {
    kernels = KernelPolicy.ANY;
    return this;
  }

  /** Returns the input; a dataset becomes a table with a name. */
  RequestedInput input(ProgramTables tables) {
    List<String> paths = dataset.map(rows -> List.of(tables.add("input", rows))).orElse(input);
    return new RequestedInput(paths, table.requested(dataset.isPresent()), inputColumns);
  }

  PredictionOutput output() {
    String column = scores ? RequestedScores.DEFAULT_COLUMN : PredictionOutput.DEFAULT_COLUMN;
    return new PredictionOutput(output, outputFormat, predictionColumn.orElse(column));
  }

  RequestedOutputs requested() {
    if (scores) {
      requireOfScores();
      return new RequestedScores(batch, topK == null ? 0 : topK);
    }
    return new RequestedPredictions(
        batch,
        threshold,
        probabilities,
        stepsAhead,
        newOnly,
        best,
        replaceUnknown,
        decoding.orElseGet(DecodingRequest::greedy).requested(topK));
  }

  private void requireOfScores() {
    Map<String, Boolean> options = new LinkedHashMap<>();
    options.put("probabilities", probabilities);
    options.put("threshold", threshold != null);
    options.put("stepsAhead", stepsAhead != null);
    options.put("newOnly", newOnly);
    options.put("decoding", decoding.isPresent());
    options.put("nBest", best != null);
    options.put("replaceUnknown", replaceUnknown);
    List<String> given = options.keySet().stream().filter(options::get).toList();
    require(
        given.isEmpty(),
        String.join(", ", given),
        "none for scores, which are not predictions",
        "one");
  }

  KernelPolicy kernels() {
    return kernels;
  }
}
