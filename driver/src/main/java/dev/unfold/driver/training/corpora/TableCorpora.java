package dev.unfold.driver.training.corpora;

import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.driver.corpus.example.ExampleCorpusEncoder;
import dev.unfold.driver.corpus.example.sharding.ExampleSharder;
import dev.unfold.driver.corpus.example.sharding.ShardedExampleCorpus;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.outcome.UntrainableException;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.WhereSettings;
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
 * Tables of examples, all with the schema of the training table.
 *
 * @param settings the settings of the run
 * @param train the training table, sharded into batches
 * @param validation the validation table, if there is one
 * @param test the test table, if there is one
 */
public record TableCorpora(
    UnfoldSettings settings,
    ShardedExampleCorpus train,
    Optional<ShardedExampleCorpus> validation,
    Optional<ShardedExampleCorpus> test)
    implements RunCorpora {
  private static final Logger LOG = LoggerFactory.getLogger(TableCorpora.class);

  /**
   * Encodes and shards the tables of a run.
   *
   * @param parent the model whose schema is reused, if training starts from one
   * @throws TrainingException if there are fewer batches than shards
   */
  public static TableCorpora encode(
      ExampleCorpusEncoder encoder, UnfoldSettings settings, Optional<ParentModel> parent)
      throws IOException {
    CorpusSettings corpus = settings.corpus();
    LOG.info("preparing {}", NamedCorpus.train(corpus));
    EncodedExampleCorpus train =
        parent.isPresent()
            ? encoder.encodeTraining(corpus, schemaOf(parent.get()))
            : encoder.encodeTraining(corpus);
    train.labels().warningOfOneLabel("corpus.train").ifPresent(LOG::warn);
    ExampleSharder sharder =
        new ExampleSharder(settings.network(), corpus.columns(), corpus.target(), train.schema());
    return new TableCorpora(
        settings,
        requireEnoughBatches(sharder.forTraining(train, settings.training())),
        evaluated(
            encoder,
            NamedCorpus.validation(corpus),
            corpus.where().validation(),
            settings,
            sharder),
        evaluated(encoder, NamedCorpus.test(corpus), corpus.where().test(), settings, sharder));
  }

  private static ExampleSchema schemaOf(ParentModel parent) throws IOException {
    return TableModel.of(parent.where(), parent.model()).schema();
  }

  private static ShardedExampleCorpus requireEnoughBatches(ShardedExampleCorpus train)
      throws TrainingException {
    if (train.layout().batches() < train.shards()) {
      throw new UntrainableException(
          "the training table is too small: training.shards is "
              + train.shards()
              + ", expected at least as many batches of training.batch examples, found "
              + train.layout().batches());
    }
    return train;
  }

  private static Optional<ShardedExampleCorpus> evaluated(
      ExampleCorpusEncoder encoder,
      NamedCorpus table,
      String where,
      UnfoldSettings settings,
      ExampleSharder sharder)
      throws IOException {
    if (table.paths().isEmpty()) {
      return Optional.empty();
    }
    LOG.info("preparing {}", table);
    EncodedExampleCorpus examples =
        encoder.encode(settings.corpus().from(table.paths(), where), sharder.schema());
    examples.labels().warning(table.key()).ifPresent(LOG::warn);
    return Optional.of(sharder.forEvaluation(examples, settings.evaluation()));
  }

  @Override
  public DataShape shape() {
    return train.shape();
  }

  @Override
  public Vocabularies symbols() {
    return new Vocabularies.TableSchema(train.examples().schema());
  }

  @Override
  public Preprocessing preprocessing() {
    CorpusSettings corpus = settings.corpus();
    return new Preprocessing.Table(
        corpus.format(),
        corpus.header(),
        corpus.columns().columns(),
        corpus.sequence(),
        corpus.target());
  }

  @Override
  public Scoring scoring() {
    CorpusSettings corpus = settings.corpus();
    return Scoring.of(
        shape(),
        corpus.columns(),
        corpus.target(),
        train.examples().schema(),
        settings.evaluation());
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
    Map<String, Object> tables = collect(TableCorpora::describe);
    if (!train.classWeights().isEmpty()) {
      Map<String, Object> trained = describe(train.examples());
      trained.put("classWeights", train.weightsByLabel());
      tables.put("train", trained);
    }
    return tables;
  }

  @Override
  public Map<String, Object> counts() {
    return collect(examples -> examples.counts());
  }

  /** Conditions may select different rows of one table, so its files are not compared then. */
  @Override
  public List<CorpusCheck> checks() {
    List<CorpusCheck> checks = new ArrayList<>(List.of(check("train", train)));
    validation.ifPresent(table -> checks.add(check("validation", table)));
    test.ifPresent(table -> checks.add(check("test", table)));
    return checks;
  }

  private CorpusCheck check(String name, ShardedExampleCorpus table) {
    EncodedExampleCorpus examples = table.examples();
    return new CorpusCheck(
        name,
        examples.counts().inputTokens(),
        examples.counts().targetTokens(),
        settings.corpus().where().equals(WhereSettings.all()) ? examples.sources() : List.of(),
        Set.of(examples.sha256()));
  }

  private Map<String, Object> collect(Function<EncodedExampleCorpus, Object> view) {
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
    if (examples.origin().isEmpty()) {
      values.put("files", examples.sources());
    } else {
      values.put("source", examples.origin());
    }
    return values;
  }
}
