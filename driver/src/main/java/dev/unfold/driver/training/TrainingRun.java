package dev.unfold.driver.training;

import dev.unfold.driver.corpus.CorpusEncoder;
import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.driver.corpus.example.ExampleEncoder;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.RunAttempts;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training, from text to a finished model; started again on the same directory it goes on where
 * the last checkpoint left off.
 */
public final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private final JavaSparkContext spark;
  private final UnfoldSettings settings;
  private final TrainingListener listener;

  public TrainingRun(JavaSparkContext spark, UnfoldSettings settings, TrainingListener listener) {
    this.spark = spark;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Refuses what can be known to fail before Spark starts. Changes nothing.
   *
   * @throws IOException if a directory is on a file system that cannot commit, or a text is missing
   *     or empty
   */
  public static void check(UnfoldSettings settings, Configuration configuration)
      throws IOException {
    CommitFolder.open(settings.run().dir(), configuration);
    if (!settings.corpus().cache().isEmpty()) {
      CommitFolder.open(settings.corpus().cache(), configuration);
    }
    Corpora.requireFiles(settings.corpus(), configuration);
  }

  /**
   * Trains, or goes on.
   *
   * @param stop asked before every round; a stop leaves a checkpoint
   * @throws IOException if training cannot begin or go on; the message says why, and nothing that
   *     was committed is lost
   */
  public RunOutcome run(BooleanSupplier stop) throws IOException {
    CommitFolder folder = CommitFolder.open(settings.run().dir(), spark.hadoopConfiguration());
    Kernels kernels = Kernels.choose(settings.engine(), settings.training().precision());
    try (Attempt attempt = new RunAttempts(folder).claim()) {
      try {
        Ended ended = new Prepared(folder, attempt, kernels).run(stop);
        recordEnd(attempt, ended);
        return ended.outcome();
      } catch (IOException | RuntimeException e) {
        recordFailure(attempt, e);
        throw e;
      }
    }
  }

  private static void recordEnd(Attempt attempt, Ended ended) throws IOException {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("trainedTargets", ended.counters().trainedTargets());
    counts.put("excludedTargets", ended.counters().excludedTargets());
    recordOutcome(attempt, ended.outcome().name().toLowerCase(Locale.ROOT), "", counts);
  }

  /** For those who cannot see the exit code: schedulers of drivers that run in the cluster. */
  private static void recordOutcome(
      Attempt attempt, String outcome, String message, Map<String, ?> counts) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("outcome", outcome);
    content.put("message", message);
    content.putAll(counts);
    attempt.record("outcome.json", Json.newMapper().writeValueAsBytes(content));
  }

  private static void recordFailure(Attempt attempt, Exception failure) {
    try {
      recordOutcome(attempt, "failed", String.valueOf(failure.getMessage()), Map.of());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private Corpora encode(String cache) throws IOException {
    return settings.corpus().isTable()
        ? ExampleCorpora.encode(new ExampleEncoder(spark, cache), settings)
        : StreamCorpora.encode(new CorpusEncoder(spark, cache), settings);
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

  /** How a run ended that did not fail, and where it stands. */
  private record Ended(RunOutcome outcome, Counters counters) {}

  /** A run whose directory is claimed. */
  private final class Prepared {
    private final String where;
    private final SortedMap<String, String> identity;
    private final Optional<Checkpoints.Saved> saved;
    private final Corpora corpora;
    private final DealtCorpus train;
    private final Job job;
    private final Network network;
    private final RunFiles files;
    private final Validation validation;
    private final ModelParts parts;

    Prepared(CommitFolder folder, Attempt attempt, Kernels kernels) throws IOException {
      where = folder.path();
      identity = RunIdentity.of(settings, kernels);
      saved = new Checkpoints(folder, settings.checkpoint().keep()).resume();
      if (saved.isPresent()) {
        RunIdentity.requireSame(where, saved.get().identity(), identity);
      }
      corpora = encode(cache(folder));
      if (saved.isPresent()) {
        corpora.requireSame(where, saved.get().identity());
      }
      identity.putAll(corpora.identity());
      train = corpora.train();
      job =
          new Job(
              settings.network(),
              corpora.shape(),
              kernels,
              ShippedConfiguration.of(spark.hadoopConfiguration()));
      network = Capacity.require(job, settings.training(), train);
      Capacity.requireOffHeap(
          spark.getConf(), Capacity.offHeapBytes(job, settings.training(), train), train.shards());
      files = new RunFiles(folder, attempt, identity, network.parameters(), settings.checkpoint());
      files.cleanUp(saved.map(s -> s.state().counters().round()).orElse(-1L));
      validation =
          new Validation(
              new CorpusEvaluator(spark, job, corpora.scoring()),
              corpora.validation(),
              corpora.test());
      parts = new ModelParts(modelConfig(), corpora.symbols(), provenance(kernels));
    }

    Ended run(BooleanSupplier stop) throws IOException {
      TrainingState start = saved.isPresent() ? goOn(saved.get().state()) : begin();
      TrainingLoop loop =
          new TrainingLoop(
              settings,
              train,
              new RoundRunner(spark, job, train, settings, RoundRunner.mostBytesWhole(spark)),
              new EpochEnd(settings, validation, parts, files, listener),
              files,
              listener,
              start);
      LOG.info(
          "{}: {} parameters, {}, {} chunks of {} x {} x {} an epoch; {}",
          where,
          network.parameters().parameterCount(),
          corpora.size(),
          train.chunksPerEpoch(),
          train.shards(),
          train.batch(),
          train.steps(),
          start.counters().round() == 0
              ? "beginning"
              : "going on after round " + start.counters().round());
      TrainingState end = loop.run(stop);
      if (!loop.done(end.counters())) {
        return new Ended(RunOutcome.INTERRUPTED, end.counters());
      }
      finish(end);
      return new Ended(RunOutcome.FINISHED, end.counters());
    }

    private TrainingState goOn(TrainingState state) throws IOException {
      state.requireLengthsOf(where, first());
      return state;
    }

    private TrainingState begin() throws IOException {
      TrainingState state = first();
      files.addMetrics("corpus", state.counters().round(), corpora.counts());
      files.save(state);
      return state;
    }

    private TrainingState first() {
      int length = network.parameters().length();
      int momentum = new OuterStep(settings.averaging().outer()).momentumLength(length);
      float[] carry = new float[train.batch() * network.carry().width()];
      ModelState model = new ShardTrainer(network, settings.training()).firstState();
      return new TrainingState(
          Counters.ZERO, model, new float[momentum], Collections.nCopies(train.shards(), carry));
    }

    private void finish(TrainingState end) throws IOException {
      long round = end.counters().round();
      if (files.hasModelOf(round)) {
        LOG.info("nothing left to do: the run ended at round {}, its model is there", round);
        return;
      }
      Counters counters = end.counters();
      Model model;
      Map<String, Object> figures;
      if (counters.best().exists()) {
        ModelFolder best = files.openBest(counters.best().epoch());
        model = best.read();
        figures = best.metrics();
      } else {
        model = parts.with(end.model().parameters());
        figures = ModelParts.figures(counters, counters.epoch(), Optional.empty());
      }
      Optional<Score> test = validation.atEnd(model.parameters());
      test.ifPresent(score -> figures.put("test", score.describe()));
      figures.put("parametersSha256", model.sha256());
      files.saveModel(round, model, figures, parts.provenance());
      LOG.info("the model is {}/model", where);
    }

    private ModelConfig modelConfig() {
      return new ModelConfig(
          ModelConfig.CURRENT, settings.network(), corpora.shape(), corpora.preprocessing());
    }

    private Map<String, Object> provenance(Kernels kernels) {
      Map<String, Object> provenance = new LinkedHashMap<>();
      provenance.put("corpora", corpora.describe());
      provenance.put("settings", SettingKeys.flatten(settings));
      provenance.put("kernels", kernels.toString());
      provenance.put("spark", spark.version());
      provenance.put("java", Runtime.version().toString());
      provenance.put("parent", List.of());
      return provenance;
    }
  }
}
