package dev.unfold.api;

import dev.unfold.driver.corpus.query.ProgramTables;
import dev.unfold.driver.operation.KernelPolicy;
import dev.unfold.driver.operation.RequestedDecoding;
import dev.unfold.driver.operation.RequestedSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A request to evaluate a model; its methods are named after the options of {@code unfold
 * evaluate}. It is mutable, each method returns it, and it is for use by one thread.
 */
public final class EvaluationRequest {
  private final List<String> corpus;
  private Optional<String> cache = Optional.empty();
  private OptionalDouble threshold = OptionalDouble.empty();
  private String positive = "";
  private OptionalInt confusions = OptionalInt.empty();
  private OptionalInt topK = OptionalInt.empty();
  private DecodingRequest decoding = DecodingRequest.greedy();
  private KernelPolicy kernels = KernelPolicy.DRIVER;
  private final TableRequest table = new TableRequest();

  private final Optional<Dataset<Row>> rows;

  private EvaluationRequest(List<String> corpus, Optional<Dataset<Row>> rows) {
    this.corpus = corpus;
    this.rows = rows;
  }

  /**
   * Returns a request to evaluate on a corpus.
   *
   * @param corpus files, folders or globs of a text or a table, as in training
   */
  public static EvaluationRequest of(String... corpus) {
    return new EvaluationRequest(List.of(corpus), Optional.empty());
  }

  /** Returns a request to evaluate on a dataset with the columns of the training table. */
  public static EvaluationRequest of(Dataset<Row> rows) {
    return new EvaluationRequest(List.of(), Optional.of(rows));
  }

  /**
   * Sets the folder of encoded corpora, which every executor must be able to access. Without one, a
   * temporary folder is used; a cluster whose files are not on HDFS needs one.
   */
  public EvaluationRequest cache(String folder) {
    cache = Optional.of(folder);
    return this;
  }

  /**
   * Sets the smallest probability with which a label is predicted, for precision and recall at a
   * threshold: above 0, at most 1.
   */
  public EvaluationRequest threshold(double probability) {
    threshold = OptionalDouble.of(probability);
    return this;
  }

  /**
   * Sets the label or tag whose ROC-AUC, average precision, and precision and recall at the
   * threshold are measured. Default: the second of two labels, and the mean over all of more.
   */
  public EvaluationRequest positive(String label) {
    positive = label;
    return this;
  }

  /**
   * Sets the number of the most frequent confusions of tokens in the metrics of a model that
   * predicts sequences of tokens: 0 to 65536.
   */
  public EvaluationRequest confusions(int number) {
    confusions = OptionalInt.of(number);
    return this;
  }

  /**
   * Ranks each target among all classes, for the metrics {@code recallAtK}, {@code mrrAtK} and
   * {@code ndcgAtK} of targets that are classes: the largest rank that counts, 0 to 65536. Default:
   * 0, without these metrics.
   */
  public EvaluationRequest topK(int rank) {
    topK = OptionalInt.of(rank);
    return this;
  }

  /** Sets how sequences are decoded, without sampling. Default: as in training, greedily. */
  public EvaluationRequest decoding(DecodingRequest request) {
    decoding = request;
    return this;
  }

  /**
   * Sets the format of the table, such as {@code json}, {@code parquet} or {@code table}. Default:
   * as in training.
   *
   * @throws UnfoldException if there is no such format
   */
  public EvaluationRequest format(String name) {
    table.format(name);
    return this;
  }

  /** Sets whether csv or tsv files start with a header line. Default: as in training. */
  public EvaluationRequest header(boolean present) {
    table.header(present);
    return this;
  }

  /**
   * Uses the rows of the table for which a condition of Spark SQL over its columns is true.
   * Default: all, whatever training used.
   */
  public EvaluationRequest where(String condition) {
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
  public EvaluationRequest source(String name, String location, Map<String, String> options) {
    table.source(name, location, options);
    return this;
  }

  /** Lets each machine use its own kernels; results may then differ in the last digits. */
  public EvaluationRequest anyKernels() {
    kernels = KernelPolicy.ANY;
    return this;
  }

  /** Returns the corpus; a dataset becomes a table with a name. */
  List<String> corpus(ProgramTables tables) {
    return rows.map(dataset -> List.of(tables.add("evaluation", dataset))).orElse(corpus);
  }

  /** Returns where the table is found. */
  RequestedSource source() {
    return table.requested(rows.isPresent());
  }

  Optional<String> cache() {
    return cache;
  }

  OptionalDouble threshold() {
    return threshold;
  }

  String positive() {
    return positive;
  }

  OptionalInt confusions() {
    return confusions;
  }

  OptionalInt topK() {
    return topK;
  }

  RequestedDecoding decoding() {
    return decoding.requested(null);
  }

  KernelPolicy kernels() {
    return kernels;
  }
}
