package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.evaluation.EvaluationCorpus;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.evaluation.LossSum;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The corpus on which champion and challenger are compared. Their vocabularies may differ, so that
 * the loss of tokens that one of them does not know is adjusted (Ueberla 1994, Analysing a simple
 * language model, appendix A): −ln p of the unknown token plus ln u, as if it were one of the u
 * distinct unknown tokens of the corpus with equal probability.
 *
 * @param name its files or tables, for the log
 * @param corpus the files that are read, as the training corpus of settings
 * @param cache the folder of encoded corpora
 */
record HeldOutCorpus(
    JavaSparkContext spark,
    Kernels kernels,
    EvaluationSettings settings,
    List<String> name,
    CorpusSettings corpus,
    String cache) {
  private static final Logger LOG = LoggerFactory.getLogger(HeldOutCorpus.class);

  /**
   * Returns the metrics of a model on this corpus, by name.
   *
   * @param where the path of its folder, for messages
   */
  Map<String, Double> metrics(String where, Model model) throws IOException {
    LOG.info("evaluating {} on the held-out corpus {}", where, name);
    EvaluationCorpus read =
        new EvaluationCorpus.Encoder(spark, cache, settings).encode(where, model, corpus);
    TaskConfiguration taskConfiguration =
        new TaskConfiguration(
            model.config().network(),
            model.config().shape(),
            kernels,
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    Score score =
        new CorpusEvaluator(spark, taskConfiguration, read.scoring())
            .evaluate(read.corpus(), model.parameters(), "held-out corpus, " + where);
    return new Score(adjusted(where, model, read, score.loss()), score.counts()).measures();
  }

  private LossSum adjusted(String where, Model model, EvaluationCorpus read, LossSum loss)
      throws IOException {
    long unknown = read.counts().getOrDefault("unknownTokens", 0L);
    if (!(model.symbols() instanceof Vocabularies.TextVocabulary) || unknown == 0) {
      return loss;
    }
    TextModel stream = TextModel.of(where, model);
    Vocabulary all =
        new TextCorpusEncoder(spark, cache)
            .vocabularyOf(
                corpus.train(), stream.preprocessing().unit(), stream.preprocessing().document());
    long different =
        IntStream.range(0, all.size())
            .filter(id -> !Vocabulary.isSpecial(all.token(id)))
            .filter(id -> stream.vocabulary().id(all.token(id)) == Vocabulary.UNKNOWN_ID)
            .count();
    return new LossSum(
        loss.kind(),
        loss.sum() + (double) unknown * StrictMath.log((double) Math.max(1, different)),
        loss.targets(),
        loss.text());
  }
}
