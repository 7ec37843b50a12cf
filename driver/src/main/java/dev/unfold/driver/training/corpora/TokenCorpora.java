package dev.unfold.driver.training.corpora;

import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.ShardedTextCorpus;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.outcome.UntrainableException;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.sequence.UnknownTokenCount;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Corpora that are one stream of tokens, all with the vocabulary of the training corpus: texts, or
 * audio.
 *
 * @param preprocessing the conversion of the corpora into tokens
 * @param encoded the encoded texts
 * @param train the training text, split into lanes
 * @param validation the validation text, if there is one
 * @param test the test text, if there is one
 * @param scoring the metrics of an evaluation
 */
public record TokenCorpora(
    Preprocessing.Tokens preprocessing,
    Encoded encoded,
    ShardedTextCorpus train,
    Optional<ShardedTextCorpus> validation,
    Optional<ShardedTextCorpus> test,
    Scoring scoring)
    implements RunCorpora {
  private static final Logger LOG = LoggerFactory.getLogger(TokenCorpora.class);

  /** The encoded texts before they are split into lanes. */
  record Encoded(
      EncodedTextCorpus train,
      Optional<EncodedTextCorpus> validation,
      Optional<EncodedTextCorpus> test) {}

  /**
   * Encodes the texts of a run and splits them into lanes.
   *
   * @param parent the model whose vocabulary is extended, if training starts from one
   * @throws TrainingException if there are more lanes than targets
   */
  public static TokenCorpora encode(
      TextCorpusEncoder encoder, UnfoldSettings settings, Optional<ParentModel> parent)
      throws IOException {
    CorpusSettings corpus = settings.corpus();
    Preprocessing.Text preprocessing = new Preprocessing.Text(corpus.unit(), corpus.document());
    LOG.info("preparing {}", NamedCorpus.train(corpus));
    EncodedTextCorpus train =
        parent.isPresent()
            ? encoder.encodeExtending(
                vocabularyOf(parent.get(), preprocessing, settings.network()), corpus)
            : encoder.encodeTraining(corpus.train(), corpus);
    Encoded encoded =
        new Encoded(
            train,
            encode(encoder, corpus, NamedCorpus.validation(corpus), train.vocabulary()),
            encode(encoder, corpus, NamedCorpus.test(corpus), train.vocabulary()));
    return of(preprocessing, encoded, settings);
  }

  /**
   * Splits encoded corpora into lanes.
   *
   * @throws TrainingException if there are more lanes than targets
   */
  static TokenCorpora of(
      Preprocessing.Tokens preprocessing, Encoded encoded, UnfoldSettings settings)
      throws TrainingException {
    EncodedTextCorpus train = encoded.train();
    return new TokenCorpora(
        preprocessing,
        encoded,
        new ShardedTextCorpus(
            train,
            layout(train.tokens(), settings.training()),
            settings.training().randomSteps(),
            settings.training().seed()),
        encoded
            .validation()
            .map(text -> ShardedTextCorpus.forEvaluation(text, settings.evaluation())),
        encoded.test().map(text -> ShardedTextCorpus.forEvaluation(text, settings.evaluation())),
        Scoring.ofText(settings.evaluation().topK()));
  }

  /** Returns the vocabulary of a parent that reads text in the same way. */
  private static Vocabulary vocabularyOf(
      ParentModel parent, Preprocessing preprocessing, NetworkSettings network) throws IOException {
    Vocabulary vocabulary = TextModel.of(parent.where(), parent.model()).vocabulary();
    parent.requireSame(preprocessing, network);
    return vocabulary;
  }

  private static Optional<EncodedTextCorpus> encode(
      TextCorpusEncoder encoder, CorpusSettings settings, NamedCorpus text, Vocabulary vocabulary)
      throws IOException {
    if (text.paths().isEmpty()) {
      return Optional.empty();
    }
    LOG.info("preparing {}", text);
    return Optional.of(
        encoder.encode(text.paths(), settings.unit(), settings.document(), vocabulary));
  }

  private static LaneLayout layout(long tokens, TrainingSettings training)
      throws TrainingException {
    LaneLayout layout =
        new LaneLayout(tokens, training.shards(), training.batch(), training.steps());
    if (layout.targets() < layout.lanes()) {
      throw new UntrainableException(
          String.format(
              Locale.ROOT,
              "the training text is too short: training.shards x training.batch is %d lanes,"
                  + " expected at least as many targets, found %d",
              layout.lanes(),
              layout.targets()));
    }
    return layout;
  }

  @Override
  public DataShape shape() {
    return DataShape.forText(encoded.train().vocabularySize());
  }

  @Override
  public Vocabularies symbols() {
    return new Vocabularies.TextVocabulary(encoded.train().vocabulary());
  }

  @Override
  public String size() {
    EncodedTextCorpus train = encoded.train();
    String seconds =
        train.sampleRate() == 0
            ? ""
            : String.format(Locale.ROOT, " of audio, %.1f s", train.seconds());
    return train.tokens() + " tokens" + seconds + ", vocabulary " + train.vocabularySize();
  }

  @Override
  public SortedMap<String, String> identity() {
    SortedMap<String, String> identity = new TreeMap<>();
    identity.put("training text", encoded.train().sha256());
    identity.put(
        "validation text", encoded.validation().map(EncodedTextCorpus::sha256).orElse("none"));
    return identity;
  }

  @Override
  public Map<String, Object> describe() {
    return collect(TokenCorpora::describe);
  }

  @Override
  public Map<String, Object> counts() {
    return collect(TokenCorpora::counts);
  }

  @Override
  public List<CorpusCheck> checks() {
    List<CorpusCheck> checks = new ArrayList<>(List.of(check("train", encoded.train())));
    encoded.validation().ifPresent(corpus -> checks.add(check("validation", corpus)));
    encoded.test().ifPresent(corpus -> checks.add(check("test", corpus)));
    return checks;
  }

  private static CorpusCheck check(String name, EncodedTextCorpus corpus) {
    return new CorpusCheck(
        name,
        new UnknownTokenCount(corpus.unknownTokens(), corpus.tokens()),
        UnknownTokenCount.NONE,
        corpus.sources(),
        corpus.partHashes());
  }

  private Map<String, Object> collect(Function<EncodedTextCorpus, Object> view) {
    Map<String, Object> corpora = new LinkedHashMap<>();
    corpora.put("train", view.apply(encoded.train()));
    encoded.validation().ifPresent(corpus -> corpora.put("validation", view.apply(corpus)));
    encoded.test().ifPresent(corpus -> corpora.put("test", view.apply(corpus)));
    return corpora;
  }

  private static Map<String, Object> counts(EncodedTextCorpus corpus) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("tokens", corpus.tokens());
    counts.put("documents", corpus.documents());
    counts.put("emptyDocuments", corpus.emptyDocuments());
    counts.put("emptyFiles", corpus.emptyFiles());
    counts.put("unknownTokens", corpus.unknownTokens());
    if (corpus.sampleRate() > 0) {
      counts.put("samples", corpus.tokensOfDocuments());
      counts.put("seconds", corpus.seconds());
    }
    return counts;
  }

  private static Map<String, Object> describe(EncodedTextCorpus corpus) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("sha256", corpus.sha256());
    values.putAll(counts(corpus));
    values.put("files", corpus.sources());
    return values;
  }
}
