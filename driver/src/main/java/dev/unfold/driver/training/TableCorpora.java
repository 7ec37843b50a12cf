package dev.unfold.driver.training;

import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.driver.corpus.example.ExampleCorpusEncoder;
import dev.unfold.driver.corpus.example.ExampleSharder;
import dev.unfold.driver.corpus.example.ShardedExampleCorpus;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.driver.model.TableModel;
import dev.unfold.driver.model.Vocabularies;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables of examples, all with the form of the training table.
 *
 * @param settings of the run
 * @param train dealt to batches
 * @param validation dealt to batches, if there is any
 * @param test dealt to batches, if there is any
 */
record TableCorpora(
    UnfoldSettings settings,
    ShardedExampleCorpus train,
    Optional<ShardedExampleCorpus> validation,
    Optional<ShardedExampleCorpus> test)
    implements RunCorpora {
  /** Users know the run, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  /**
   * Encodes and deals the tables of a run.
   *
   * @param parent whose form is taken as it is, if training begins from a model
   * @throws TrainingException if there are fewer batches than shards
   */
  static TableCorpora encode(
      ExampleCorpusEncoder encoder, UnfoldSettings settings, Optional<ParentModel> parent)
      throws IOException {
    CorpusSettings corpus = settings.corpus();
    LOG.info("preparing {}", NamedCorpus.train(corpus));
    EncodedExampleCorpus train =
        parent.isPresent()
            ? encoder.encode(corpus.train(), corpus, formOf(parent.get()))
            : encoder.encodeTraining(corpus);
    ExampleSharder dealer =
        new ExampleSharder(settings.network(), corpus.input(), corpus.target(), train.form());
    return new TableCorpora(
        settings,
        dealt(dealer.forTraining(train, settings.training())),
        evaluated(encoder, NamedCorpus.validation(corpus), settings, dealer),
        evaluated(encoder, NamedCorpus.test(corpus), settings, dealer));
  }

  private static ExampleSchema formOf(ParentModel parent) throws IOException {
    return TableModel.of(parent.where(), parent.model()).form();
  }

  private static ShardedExampleCorpus dealt(ShardedExampleCorpus train) throws TrainingException {
    if (train.layout().batches() < train.shards()) {
      throw new UntrainableException(
          "the training table is too small: training.shards is "
              + train.shards()
              + ", expected as many batches of training.batch examples at least, found "
              + train.layout().batches());
    }
    return train;
  }

  private static Optional<ShardedExampleCorpus> evaluated(
      ExampleCorpusEncoder encoder,
      NamedCorpus table,
      UnfoldSettings settings,
      ExampleSharder dealer)
      throws IOException {
    if (table.paths().isEmpty()) {
      return Optional.empty();
    }
    LOG.info("preparing {}", table);
    EncodedExampleCorpus examples = encoder.encode(table.paths(), settings.corpus(), dealer.form());
    return Optional.of(dealer.forEvaluation(examples, settings.evaluation()));
  }

  @Override
  public DataShape shape() {
    return train.shape();
  }

  @Override
  public Vocabularies symbols() {
    return new Vocabularies.OfTable(train.examples().form());
  }

  @Override
  public Preprocessing preprocessing() {
    CorpusSettings corpus = settings.corpus();
    return new Preprocessing.Table(
        corpus.format(), corpus.header(), corpus.input(), corpus.target());
  }

  @Override
  public Scoring scoring() {
    CorpusSettings corpus = settings.corpus();
    return Scoring.of(shape(), corpus.input(), corpus.target(), train.examples().form());
  }

  @Override
  public SortedMap<String, String> identity() {
    SortedMap<String, String> identity = new TreeMap<>();
    identity.put("training table", train.examples().sha256());
    identity.put(
        "validation table", validation.map(table -> table.examples().sha256()).orElse("none"));
    return identity;
  }

  @Override
  public String size() {
    return train.examples().buckets().examples() + " examples";
  }

  @Override
  public Map<String, Object> describe() {
    return each(TableCorpora::describe);
  }

  @Override
  public Map<String, Object> counts() {
    return each(examples -> examples.counts());
  }

  @Override
  public List<CorpusCheck> checks() {
    List<CorpusCheck> checks = new ArrayList<>(List.of(check("train", train)));
    validation.ifPresent(table -> checks.add(check("validation", table)));
    test.ifPresent(table -> checks.add(check("test", table)));
    return checks;
  }

  private static CorpusCheck check(String name, ShardedExampleCorpus table) {
    EncodedExampleCorpus examples = table.examples();
    return new CorpusCheck(
        name,
        examples.counts().inputTokens(),
        examples.counts().targetTokens(),
        examples.sources(),
        Set.of(examples.sha256()));
  }

  private Map<String, Object> each(Function<EncodedExampleCorpus, Object> view) {
    Map<String, Object> tables = new LinkedHashMap<>();
    tables.put("train", view.apply(train.examples()));
    validation.ifPresent(table -> tables.put("validation", view.apply(table.examples())));
    test.ifPresent(table -> tables.put("test", view.apply(table.examples())));
    return tables;
  }

  private static Map<String, Object> describe(EncodedExampleCorpus examples) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("sha256", examples.sha256());
    values.put("examples", examples.buckets().examples());
    values.put("counts", examples.counts());
    values.put("files", examples.sources());
    return values;
  }
}
