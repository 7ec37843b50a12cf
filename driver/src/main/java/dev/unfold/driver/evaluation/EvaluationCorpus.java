package dev.unfold.driver.evaluation;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.audio.AudioCorpusEncoder;
import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.driver.corpus.example.ExampleCorpusEncoder;
import dev.unfold.driver.corpus.example.sharding.ExampleSharder;
import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.ShardedTextCorpus;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.UnknownTokenCount;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.TableLocation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A corpus as a model reads it.
 *
 * @param corpus the corpus, split for evaluation
 * @param scoring the metrics that are computed on it
 * @param counts counts of its content by name
 */
public record EvaluationCorpus(ShardedCorpus corpus, Scoring scoring, Map<String, Long> counts) {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationCorpus.class);
  private static final String SIMILAR_DATA = "does it resemble the training data of the model?";
  private static final String UNRELIABLE = "its metrics mean little; ";

  /** Encodes corpora for models. */
  public record Encoder(JavaSparkContext spark, String cache, EvaluationSettings settings) {
    /**
     * Encodes files in the way of the training data of the model.
     *
     * @param where the folder of the model, for messages
     * @throws IOException if the files cannot be used
     */
    public EvaluationCorpus encode(String where, Model model, List<String> paths)
        throws IOException {
      if (model.config().preprocessing() instanceof Preprocessing.Table table) {
        return encode(
            TableModel.of(where, model),
            corpus(table, TableLocation.ofAll(paths, table.format().read(), table.header())));
      }
      return stream(where, model, paths);
    }

    /**
     * Encodes a corpus in the way of the training data of the model.
     *
     * @param where the folder of the model, for messages
     * @param corpus the files or tables, as the training corpus of settings; for a model of tables
     *     that Spark reads also files of their rows
     * @throws IOException if they cannot be used
     */
    public EvaluationCorpus encode(String where, Model model, CorpusSettings corpus)
        throws IOException {
      return model.config().preprocessing() instanceof Preprocessing.Table table
              && (corpus.format().isQuery() || table.format().isQuery())
          ? encode(
              TableModel.of(where, model),
              corpus(
                  table,
                  new TableLocation(
                      corpus.train(),
                      corpus.format(),
                      table.header(),
                      corpus.source(),
                      corpus.where().train())))
          : encode(where, model, corpus.train());
    }

    private EvaluationCorpus stream(String where, Model model, List<String> paths)
        throws IOException {
      EncodedTextCorpus tokens =
          model.config().preprocessing() instanceof Preprocessing.Audio audio
              ? new AudioCorpusEncoder(spark, cache).encode(paths, audio.document(), audio.rate())
              : text(TextModel.of(where, model), paths);
      return new EvaluationCorpus(
          ShardedTextCorpus.forEvaluation(tokens, settings),
          Scoring.ofText(settings.topK()),
          Map.of("unknownTokens", tokens.unknownTokens()));
    }

    private EncodedTextCorpus text(TextModel model, List<String> paths) throws IOException {
      EncodedTextCorpus text =
          new TextCorpusEncoder(spark, cache)
              .encode(
                  paths,
                  model.preprocessing().unit(),
                  model.preprocessing().document(),
                  model.vocabulary());
      warn(
          new UnknownTokenCount(text.unknownTokens(), text.tokens()),
          "the corpus",
          UNRELIABLE + SIMILAR_DATA);
      return text;
    }

    private static CorpusSettings corpus(Preprocessing.Table trained, TableLocation table) {
      return CorpusSettings.ofTable(table, trained.columns(), trained.sequence(), trained.target());
    }

    private static Map<String, Long> counts(EncodedExampleCorpus encoded) {
      Map<String, Long> counts = new LinkedHashMap<>();
      counts.put("examples", encoded.buckets().examples());
      if (!encoded.labels().unseen().isEmpty()) {
        counts.put("unseenLabels", encoded.counts().unseenLabels());
      }
      return counts;
    }

    private static void warn(UnknownTokenCount tokens, String text, String advice) {
      tokens.warning(text, advice).ifPresent(LOG::warn);
    }

    /**
     * Encodes a table in the way of the training table of the model.
     *
     * @param corpus the settings of the table, as its training corpus
     * @throws IOException if the table cannot be used
     */
    public EvaluationCorpus encode(TableModel model, CorpusSettings corpus) throws IOException {
      EncodedExampleCorpus encoded =
          new ExampleCorpusEncoder(spark, cache).encode(corpus, model.schema());
      warn(encoded.counts().inputTokens(), "the inputs", SIMILAR_DATA);
      warn(encoded.counts().targetTokens(), "the targets", UNRELIABLE + SIMILAR_DATA);
      encoded.labels().warning("the corpus").ifPresent(LOG::warn);
      ModelConfig config = model.model().config();
      ExampleSharder sharder =
          new ExampleSharder(config.network(), corpus.columns(), corpus.target(), model.schema());
      return new EvaluationCorpus(
          sharder.forEvaluation(encoded, settings),
          Scoring.of(config.shape(), corpus.columns(), corpus.target(), model.schema(), settings),
          counts(encoded));
    }
  }
}
