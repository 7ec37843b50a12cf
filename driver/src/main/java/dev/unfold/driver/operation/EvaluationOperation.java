package dev.unfold.driver.operation;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.corpus.query.ProgramTables;
import dev.unfold.driver.corpus.query.RecordingFolders;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.evaluation.EvaluationCorpus;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.storage.fs.NameNodeCheck;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TargetUnit;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluation of a model on a corpus.
 *
 * @param model the model
 * @param corpus the files, folders or globs of a text or a table, the names or locations of tables
 *     of Spark, or folders of recordings
 * @param source where a table is found; for another corpus as in training
 * @param settings the settings of the evaluation
 * @param decodings how sequences are decoded, one after the other; none to decode them greedily
 */
public record EvaluationOperation(
    LoadedModel model,
    List<String> corpus,
    RequestedSource source,
    EvaluationSettings settings,
    List<DecodingStrategy> decodings) {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationOperation.class);

  /**
   * The result of an evaluation.
   *
   * @param score the loss and the metrics of the task
   * @param counts counts of the content of the corpus by name
   * @param unit the unit of the targets
   */
  public record Result(Score score, Map<String, Long> counts, TargetUnit unit) {
    /** Returns the metrics and the counts by name. */
    public Map<String, Object> describe() {
      Map<String, Object> metrics = score.describe();
      metrics.putAll(counts);
      return metrics;
    }
  }

  public EvaluationOperation {
    corpus = List.copyOf(corpus);
    decodings = List.copyOf(decodings);
    InvalidSettingException.require(
        table(model).isPresent() || source.isAsInTraining(),
        "corpus",
        "files, since the model is a language model",
        "a table");
    if (source.isRecordings()) {
      requireLabels(table(model).orElseThrow());
    }
  }

  private static void requireLabels(Preprocessing.Table trained) {
    PredictionOperation.requireRecordings(trained.inputs());
    InvalidSettingException.require(
        trained.target().kind() == TargetSettings.Kind.LABEL,
        "--format",
        "a table for a model that does not predict labels (corpus.target.kind = label), which folders"
            + " of recordings have",
        "wav");
  }

  /**
   * Returns the default settings.
   *
   * @param threshold another smallest probability with which a class is predicted
   * @param positive the label that is ranked and predicted so; empty as by default
   * @param confusions another number of the most frequent confusions of tokens in reports
   * @param topK another largest rank of a target that counts in metrics of ranks
   * @throws InvalidSettingException if the first is not above 0 and at most 1, or one of the last
   *     two is below 0 or above 65536
   */
  public static EvaluationSettings settings(
      OptionalDouble threshold, String positive, OptionalInt confusions, OptionalInt topK) {
    EvaluationSettings defaults = SettingsReader.defaultEvaluation().withPositive(positive);
    double least = threshold.orElse(defaults.threshold());
    InvalidSettingException.require(
        least > 0 && least <= 1, "--threshold", "a probability above 0, at most 1", least);
    requireCount("--confusions", confusions);
    requireCount("--top-k", topK);
    return defaults
        .withThreshold(least)
        .withConfusions(confusions.orElse(defaults.confusions()))
        .withTopK(topK.orElse(defaults.topK()));
  }

  private static void requireCount(String option, OptionalInt count) {
    int found = count.orElse(0);
    InvalidSettingException.require(
        found >= 0 && found <= EvaluationSettings.MAX_COUNT,
        option,
        "0 to " + EvaluationSettings.MAX_COUNT,
        found);
  }

  private boolean isQuery() {
    return table(model).map(table -> source.format(table).isQuery()).orElse(false);
  }

  /** Returns the paths of the model and of the corpus, unless this is a table of Spark. */
  public List<String> paths() {
    Stream<String> files = isQuery() ? Stream.of() : corpus.stream();
    return Stream.concat(Stream.of(model.path()), files).toList();
  }

  /**
   * Detects errors of the corpus that are known before Spark starts; none if it is a table of
   * Spark, as in training.
   *
   * @throws IOException if a file system does not answer, or a file is missing or empty
   */
  public void requireCorpus(Configuration hadoop) throws IOException {
    if (isQuery()) {
      return;
    }
    NameNodeCheck.withDefaults().require(corpus, hadoop);
    if (source.isRecordings()) {
      RecordingFolders.of(corpus, hadoop);
      return;
    }
    TextCorpusEncoder.requireText(corpus, hadoop);
  }

  /**
   * Encodes the corpus and evaluates the model on it, with each of the decodings.
   *
   * @param cache the folder of encoded corpora, which every executor must access
   * @return the result with each of the decodings; if there is none, only one
   * @throws IOException if the corpus cannot be used, or a task fails
   */
  public List<Result> run(JavaSparkContext spark, Kernels kernels, String cache)
      throws IOException {
    Model loaded = model.model();
    TaskConfiguration taskConfiguration =
        new TaskConfiguration(
            loaded.config().network(),
            loaded.config().shape(),
            kernels,
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    EvaluationCorpus.Encoder encoder = new EvaluationCorpus.Encoder(spark, cache, settings);
    Optional<Preprocessing.Table> table = table(model);
    EvaluationCorpus encoded =
        table.isPresent()
            ? source.reading(() -> encoded(spark, encoder, table.get()))
            : encoder.encode(model.path(), loaded, corpus);
    LOG.info("evaluating {}", model.path());
    List<Scoring> scorings =
        decodings.isEmpty()
            ? List.of(encoded.scoring())
            : decodings.stream().map(encoded.scoring()::withDecoding).toList();
    List<Result> results = new ArrayList<>();
    for (Scoring scoring : scorings) {
      Score score =
          new CorpusEvaluator(spark, taskConfiguration, scoring)
              .evaluate(encoded.corpus(), loaded.parameters(), "evaluate " + model.path());
      results.add(new Result(score, encoded.counts(), unit(loaded.config().preprocessing())));
    }
    return results;
  }

  /**
   * Encodes a table, or folders of recordings as one, whose labels are the names of the folders.
   */
  private EvaluationCorpus encoded(
      JavaSparkContext spark, EvaluationCorpus.Encoder encoder, Preprocessing.Table trained)
      throws IOException {
    TableModel loaded = TableModel.of(model.path(), model.model());
    if (!source.isRecordings()) {
      return encoder.encode(loaded, source.corpus(corpus, trained));
    }
    RecordingFolders folders = RecordingFolders.of(corpus, spark.hadoopConfiguration());
    try (ProgramTables tables = new ProgramTables()) {
      String path = trained.inputs().get(0).column();
      Dataset<Row> rows = folders.labeled(spark, path, trained.target().column());
      List<String> table = List.of(tables.add("recordings", rows));
      return encoder.encode(loaded, source.ofTable().corpus(table, trained));
    }
  }

  private static Optional<Preprocessing.Table> table(LoadedModel model) {
    return model.model().config().preprocessing() instanceof Preprocessing.Table table
        ? Optional.of(table)
        : Optional.empty();
  }

  private static TargetUnit unit(Preprocessing preprocessing) {
    return preprocessing instanceof Preprocessing.Table table
        ? TargetUnit.of(table.target().kind())
        : TargetUnit.TOKENS;
  }
}
