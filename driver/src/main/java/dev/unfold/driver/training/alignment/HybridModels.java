package dev.unfold.driver.training.alignment;

import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.training.ModelPublication;
import dev.unfold.driver.training.ModelTemplate;
import dev.unfold.driver.training.RunEvaluator;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.corpora.TableCorpora;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.hmm.HmmParameters;
import dev.unfold.worker.network.hmm.HmmStates;
import dev.unfold.worker.network.hmm.WordModels;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.Metric;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hybrids of a training: their parameters, which are those of the tagger of a pass and of the
 * models of words, their evaluation, and the finished one.
 *
 * @param built the topology
 */
record HybridModels(
    JavaSparkContext spark,
    TaskConfiguration task,
    TableCorpora corpora,
    ModelTemplate template,
    Network built) {
  private static final Logger LOG = LoggerFactory.getLogger(HybridModels.class);

  /**
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the grammar has a word
   *     that the training rows have not
   */
  static HybridModels of(
      JavaSparkContext spark, PassSettings settings, Kernels kernels, TableCorpora corpora)
      throws IOException {
    TaskConfiguration task =
        new TaskConfiguration(
            settings.network(),
            corpora.shape(),
            kernels,
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    ModelTemplate template = ModelTemplate.of(settings.all(), task, corpora, spark.version());
    Network built = task.buildNetwork();
    HybridModels models = new HybridModels(spark, task, corpora, template, built);
    models.words().recognition(new float[built.parameters().length()], models.vocabulary());
    return models;
  }

  private WordModels words() {
    return built.wordModels().orElseThrow();
  }

  HmmStates states() {
    return words().states();
  }

  Vocabulary vocabulary() {
    return ((FieldSchema.Tokens) corpora.train().examples().schema().target()).vocabulary();
  }

  /** Returns the network with the schema of its examples. */
  ExampleNetwork network() {
    return new ExampleNetwork(
        task.network(),
        corpora.settings().corpus().columns(),
        corpora.settings().corpus().target(),
        corpora.train().examples().schema());
  }

  /** Returns the parameters of a hybrid. */
  float[] parameters(Model tagger, HmmParameters hmm) {
    float[] values = new float[built.parameters().length()];
    List<ParameterTensor> from = tagger.network().parameters().tensors();
    List<ParameterTensor> to = built.parameters().tensors();
    IntStream.range(0, from.size())
        .forEach(
            i ->
                System.arraycopy(
                    tagger.parameters(),
                    from.get(i).offset(),
                    values,
                    to.get(i).offset(),
                    from.get(i).size()));
    words().putInto(values, hmm);
    return values;
  }

  private RunEvaluator evaluator() {
    return new RunEvaluator(
        new CorpusEvaluator(spark, task, corpora.scoring()), corpora.settings().corpus(), corpora);
  }

  /** Logs the errors in the words of the validation rows, if there are any, after a pass. */
  void logValidation(int pass, float[] parameters) throws IOException {
    Optional<Score> score = evaluator().validate("pass " + pass, parameters);
    score.ifPresent(
        of ->
            LOG.info(
                "pass {}: error rate in the words of the validation rows {}",
                pass,
                String.format(
                    Locale.ROOT, "%.2f %%", 100 * of.measures().get(Metric.ERROR_RATE.key()))));
  }

  /** Tests and publishes the hybrid of the last pass. */
  void publish(PassFiles files, int pass, float[] parameters, TrainingListener listener)
      throws IOException {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("changedShares", files.changedShares(pass));
    evaluator()
        .validate("pass " + pass, parameters)
        .ifPresent(score -> metrics.put(ModelTemplate.VALIDATION, score.describe()));
    new ModelPublication(evaluator(), template, listener, files.folder().pathOf(RunFiles.MODEL))
        .publish(
            files.roundsBefore(pass + 1),
            template.with(parameters),
            metrics,
            (model, described, origin) -> files.saveModel(pass, model, described, origin));
  }
}
