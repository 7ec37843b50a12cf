package dev.unfold.driver.training;

import dev.unfold.driver.corpus.CorpusEncoder;
import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.driver.corpus.example.ExampleEncoder;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.extension.NetworkFile;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run whose directory is claimed: its newest checkpoint is read, its corpora are encoded. */
final class PreparedRun {
  /** Users know the run, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private static final String NO_PARENT = "none";

  private final JavaSparkContext spark;
  private final UnfoldSettings settings;
  private final Optional<NetworkFile> networkFile;
  private final String where;
  private final Optional<Checkpoints.Saved> saved;
  private final Optional<ParentModel> parent;
  private final Corpora corpora;
  private final Job job;
  private final Network network;
  private final RunFiles files;
  private final ModelParts parts;

  /** How a run ended that did not fail, and where it stands. */
  record Ended(RunOutcome outcome, Counters counters) {}

  /**
   * Prepares it.
   *
   * @param folder the directory
   * @param attempt that owns it
   * @throws IOException if it was begun as another run, or what it asks for cannot be had
   */
  PreparedRun(
      JavaSparkContext spark,
      UnfoldSettings settings,
      Kernels kernels,
      CommitFolder folder,
      Attempt attempt)
      throws IOException {
    this.spark = spark;
    where = folder.path();
    networkFile = NetworkFile.of(settings, spark.hadoopConfiguration());
    this.settings = networkFile.map(file -> settings.with(file.settings())).orElse(settings);
    parent = parent(settings, spark.hadoopConfiguration());
    SortedMap<String, String> identity = RunIdentity.of(settings, kernels);
    identity.put(
        "training.parent.sha256", parent.map(from -> from.model().sha256()).orElse(NO_PARENT));
    networkFile.ifPresent(file -> identity.put("network.configuration.sha256", file.sha256()));
    saved = new Checkpoints(folder, settings.checkpoint().keep()).resume();
    if (saved.isPresent()) {
      RunIdentity.requireSame(where, saved.get().identity(), identity);
    }
    corpora = encode(cache(folder));
    CorpusCheck.warnings(corpora.checks()).forEach(LOG::warn);
    settings.evaluation().metric().requireIn(corpora.scoring().ofNothing().describe());
    parent.ifPresent(
        model -> model.requireSame(corpora.preprocessing(), this.settings.network().output()));
    if (saved.isPresent()) {
      corpora.requireSame(where, saved.get().identity());
    }
    identity.putAll(corpora.identity());

    DealtCorpus train = corpora.train();
    job =
        new Job(
            this.settings.network(),
            corpora.shape(),
            kernels,
            ShippedConfiguration.of(spark.hadoopConfiguration()));
    network = Capacity.require(job, settings.training(), train);
    Capacity.requireResults(spark.getConf(), resultBytes(train));
    Capacity.requireOffHeap(
        spark.getConf(), Capacity.offHeapBytes(job, settings.training(), train), train.shards());
    files = new RunFiles(folder, attempt, identity, network.parameters(), settings.checkpoint());
    files.cleanUp(saved.map(s -> s.state().counters().round()).orElse(-1L));
    parts = ModelParts.of(settings, job, corpora, spark.version());
  }

  /** Returns the bytes that a round brings to the driver: carries, and all models or their mean. */
  private long resultBytes(DealtCorpus train) {
    long slots = 1L + Optimizer.slots(settings.training().optimizer(), settings.training().clip());
    long model = slots * network.parameters().length() * Float.BYTES;
    long models = model * train.shards();
    long carries = (long) train.shards() * train.batch() * network.carry().width() * Float.BYTES;
    return carries + (models > RoundRunner.mostBytesWhole(spark) ? model : models);
  }

  private static Optional<ParentModel> parent(UnfoldSettings settings, Configuration configuration)
      throws IOException {
    String parent = settings.training().parent();
    return parent.isEmpty()
        ? Optional.empty()
        : Optional.of(ParentModel.open(parent, configuration));
  }

  private Corpora encode(String cache) throws IOException {
    return settings.corpus().isTable()
        ? ExampleCorpora.encode(new ExampleEncoder(spark, cache), settings, parent)
        : StreamCorpora.encode(new CorpusEncoder(spark, cache), settings, parent);
  }

  /** The folder of the encoded corpora; that of the run itself is swept by its owner. */
  private String cache(CommitFolder folder) throws IOException {
    String cache = settings.corpus().cache();
    if (!cache.isEmpty()) {
      return cache;
    }
    CommitFolder own = folder.child("corpus");
    own.sweepTemporaries();
    return own.path();
  }

  /**
   * Trains to the end, or until it is told to stop.
   *
   * @param stop asked before every round; a stop leaves a checkpoint
   */
  Ended run(BooleanSupplier stop, TrainingListener listener) throws IOException {
    Validation validation =
        new Validation(
            new CorpusEvaluator(spark, job, corpora.scoring()),
            corpora.validation(),
            corpora.test());
    DealtCorpus train = corpora.train();
    TrainingState start = saved.isPresent() ? goOn(saved.get()) : begin();
    try (RoundRunner rounds =
        new RoundRunner(spark, job, train, settings, RoundRunner.mostBytesWhole(spark))) {
      TrainingLoop loop =
          new TrainingLoop(
              settings,
              train,
              rounds,
              new EpochEnd(settings, validation, parts, files, listener),
              files,
              listener,
              start);
      report(start);
      TrainingState end = loop.run(stop);
      if (!loop.done(end.counters())) {
        return new Ended(RunOutcome.INTERRUPTED, end.counters());
      }
      new FinishedModel(files, validation, parts, listener).publish(where, end);
      return new Ended(RunOutcome.FINISHED, end.counters());
    }
  }

  private void report(TrainingState start) {
    DealtCorpus train = corpora.train();
    long round = start.counters().round();
    LOG.info(
        "{}: {} parameters, {}, {} chunks of {} x {} x {} an epoch; {}",
        where,
        network.parameters().parameterCount(),
        corpora.size(),
        train.chunksPerEpoch(),
        train.shards(),
        train.batch(),
        train.steps(),
        round == 0 ? "starting" : "resuming after round " + round);
  }

  private TrainingState goOn(Checkpoints.Saved from) throws IOException {
    from.state().requireLengthsOf(where, first());
    Counters counters = from.state().counters();
    Counters.Best best =
        new BestEpoch(settings.evaluation().metric(), files)
            .goOn(counters.best(), from.identity().get(RunIdentity.METRIC));
    return from.state().withCounters(counters.withBest(best));
  }

  private TrainingState begin() throws IOException {
    TrainingState state = first();
    files.addMetrics("corpus", state.counters().round(), corpora.counts());
    files.save(state);
    return state;
  }

  private TrainingState first() {
    DealtCorpus train = corpora.train();
    int length = network.parameters().length();
    int momentum = new OuterStep(settings.averaging().outer()).momentumLength(length);
    float[] carry = new float[train.batch() * network.carry().width()];
    ModelState drawn = new ShardTrainer(network, settings.training()).firstState();
    ModelState model =
        parent
            .map(from -> from.parametersOf(network, drawn.parameters()))
            .map(inherited -> new ModelState(inherited, drawn.optimizer()))
            .or(
                () ->
                    networkFile
                        .map(file -> file.parametersOf(network, drawn.parameters()))
                        .map(saved -> new ModelState(saved, drawn.optimizer())))
            .orElse(drawn);
    return new TrainingState(
        Counters.ZERO, model, new float[momentum], Collections.nCopies(train.shards(), carry));
  }
}
