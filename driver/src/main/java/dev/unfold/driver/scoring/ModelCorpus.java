package dev.unfold.driver.scoring;

import dev.unfold.driver.corpus.CorpusEncoder;
import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.driver.corpus.DealtStream;
import dev.unfold.driver.corpus.EncodedCorpus;
import dev.unfold.driver.corpus.UnknownTokens;
import dev.unfold.driver.corpus.example.EncodedExamples;
import dev.unfold.driver.corpus.example.ExampleDealer;
import dev.unfold.driver.corpus.example.ExampleEncoder;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.StreamModel;
import dev.unfold.driver.model.Symbols;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.EvaluationSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A corpus as a model reads it.
 *
 * @param corpus dealt for evaluation
 * @param scoring what is counted on it
 * @param counts what was found in it, by name
 */
public record ModelCorpus(DealtCorpus corpus, Scoring scoring, Map<String, Long> counts) {
  private static final Logger LOG = LoggerFactory.getLogger(ModelCorpus.class);
  private static final String ALIKE = "is it data like that which the model learnt from?";
  private static final String LITTLE = "the figures say little; ";

  /** Encodes corpora for models. */
  public record Encoder(JavaSparkContext spark, String cache, EvaluationSettings settings) {
    /**
     * Encodes files as those were that the model was trained on.
     *
     * @param where the model's folder, for messages
     * @throws IOException if the files cannot be used
     */
    public ModelCorpus encode(String where, Model model, List<String> paths) throws IOException {
      return model.symbols() instanceof Symbols.OfTable table
              && model.config().preprocessing() instanceof Preprocessing.Table preprocessing
          ? examples(model, table, preprocessing, paths)
          : stream(StreamModel.of(where, model), paths);
    }

    private ModelCorpus stream(StreamModel model, List<String> paths) throws IOException {
      EncodedCorpus text =
          new CorpusEncoder(spark, cache)
              .encode(
                  paths,
                  model.preprocessing().unit(),
                  model.preprocessing().document(),
                  model.vocabulary());
      warn(new UnknownTokens(text.unknownTokens(), text.tokens()), "the corpus", LITTLE + ALIKE);
      return new ModelCorpus(
          DealtStream.forEvaluation(text, settings),
          Scoring.ofLoss(),
          Map.of("unknownTokens", text.unknownTokens()));
    }

    private static void warn(UnknownTokens tokens, String text, String advice) {
      tokens.warning(text, advice).ifPresent(LOG::warn);
    }

    private ModelCorpus examples(
        Model model, Symbols.OfTable table, Preprocessing.Table preprocessing, List<String> paths)
        throws IOException {
      CorpusSettings corpus =
          CorpusSettings.ofTable(
              paths,
              preprocessing.format(),
              preprocessing.header(),
              preprocessing.input(),
              preprocessing.target());
      EncodedExamples encoded =
          new ExampleEncoder(spark, cache).encode(paths, corpus, table.form());
      warn(encoded.counts().inputTokens(), "the inputs", ALIKE);
      warn(encoded.counts().targetTokens(), "the targets", LITTLE + ALIKE);
      ExampleDealer dealer =
          new ExampleDealer(
              model.config().network(),
              preprocessing.input(),
              preprocessing.target(),
              table.form());
      return new ModelCorpus(
          dealer.forEvaluation(encoded, settings),
          Scoring.of(
              model.config().shape(), preprocessing.input(), preprocessing.target(), table.form()),
          Map.of("examples", encoded.buckets().examples()));
    }
  }
}
