package dev.unfold.api;

import dev.unfold.driver.corpus.query.ProgramTables;
import dev.unfold.driver.operation.EncodingFolder;
import dev.unfold.driver.operation.EvaluationOperation;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.PredictionOperation;
import dev.unfold.driver.operation.RequestedInput;
import dev.unfold.driver.prediction.PredictionCounts;
import dev.unfold.driver.prediction.column.PredictionOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A trained model in the memory of this process, immutable and safe for use by several threads. It
 * needs 4 bytes for each parameter.
 */
public final class TrainedModel {
  private final JavaSparkContext spark;
  private final LoadedModel model;

  TrainedModel(JavaSparkContext spark, LoadedModel model) {
    this.spark = spark;
    this.model = model;
  }

  /** Returns the absolute path of the folder of the model. */
  public String path() {
    return model.folder().path();
  }

  /** Returns the number of parameters. */
  public long parameterCount() {
    return model.model().network().parameters().parameterCount();
  }

  /**
   * Returns the SHA-256 of all parameters as 64 hex digits: equal digits, equal models of the same
   * network.
   */
  public String parametersSha256() {
    return model.model().sha256();
  }

  /**
   * Returns the metrics with which the model was written, as in {@code metrics.json}.
   *
   * @throws UnfoldException if they cannot be read
   */
  public Map<String, Object> metrics() {
    return Calls.explained(model.folder()::metrics);
  }

  /**
   * Evaluates the model on a corpus.
   *
   * @param corpus files, folders or globs of a text or a table, as in training
   * @throws UnfoldException if the corpus cannot be used, or Spark fails
   */
  public EvaluationResult evaluate(String... corpus) {
    return evaluate(EvaluationRequest.of(corpus));
  }

  /**
   * Evaluates the model on a corpus.
   *
   * @throws UnfoldException if the corpus cannot be used, or Spark fails
   */
  public EvaluationResult evaluate(EvaluationRequest request) {
    return Calls.onSpark(
        spark,
        context -> {
          try (ProgramTables tables = new ProgramTables()) {
            return evaluate(request, request.corpus(tables));
          }
        });
  }

  private EvaluationResult evaluate(EvaluationRequest request, List<String> corpus)
      throws IOException {
    EvaluationOperation evaluation =
        new EvaluationOperation(
            model,
            corpus,
            request.source(),
            EvaluationOperation.settings(
                request.threshold(), request.positive(), request.confusions(), request.topK()),
            request.decoding().ofEvaluation(model, spark.hadoopConfiguration()).stream().toList());
    evaluation.requireCorpus(spark.hadoopConfiguration());
    try (EncodingFolder folder = encodingFolder(request, evaluation)) {
      EvaluationOperation.Result result =
          evaluation.run(spark, request.kernels().choose(), folder.path()).get(0);
      return new EvaluationResult(
          result.score().loss().mean(), result.score().loss().targets(), result.describe());
    }
  }

  private EncodingFolder encodingFolder(EvaluationRequest request, EvaluationOperation evaluation)
      throws IOException {
    Configuration hadoop = spark.hadoopConfiguration();
    return request.cache().isPresent()
        ? EncodingFolder.kept(request.cache().get(), hadoop)
        : EncodingFolder.temporary(evaluation.paths(), spark.isLocal(), hadoop);
  }

  /**
   * Evaluates the model on a dataset.
   *
   * @throws UnfoldException if the rows cannot be used, or Spark fails
   */
  public EvaluationResult evaluate(Dataset<Row> rows) {
    return evaluate(EvaluationRequest.of(rows));
  }

  /**
   * Predicts a value for each row of a table and writes all rows with their predictions.
   *
   * @throws UnfoldException if the model is a language model, the table cannot be used, the output
   *     exists, or Spark fails
   */
  public PredictionResult predict(PredictionRequest request) {
    return Calls.onSpark(
        spark,
        context -> {
          Configuration hadoop = context.hadoopConfiguration();
          PredictionOutput output = request.output();
          try (ProgramTables tables = new ProgramTables()) {
            RequestedInput input = request.input(tables);
            PredictionOperation.requireOutput(output, hadoop);
            PredictionCounts counts =
                new PredictionOperation(model, input, output, request.requested(), hadoop)
                    .run(context, request.kernels().choose(), (rows, of) -> {});
            return new PredictionResult(output.path(), counts.rows(), counts.withoutPrediction());
          }
        });
  }

  /**
   * Generates text on the calling thread, without Spark. The result begins with the prefix.
   *
   * @throws UnfoldException if the model is not a language model of text, or an option is out of
   *     range
   */
  public String generate(GenerationRequest request) {
    return Calls.explained(
        () -> {
          StringBuilder text = new StringBuilder();
          request.operation().run(model, text::append);
          return text.toString();
        });
  }

  /**
   * Generates audio on the calling thread, without Spark, and writes it as a wav file. The length
   * of the request is a number of samples.
   *
   * @param file the path of the file, which must not exist
   * @throws UnfoldException if the model is not a language model of audio, an option is out of
   *     range, the request has a prefix, or the file cannot be written
   */
  public void generateAudio(GenerationRequest request, String file) {
    Calls.explained(
        () -> {
          request.operation().writeAudio(model, file, spark.hadoopConfiguration());
          return file;
        });
  }
}
