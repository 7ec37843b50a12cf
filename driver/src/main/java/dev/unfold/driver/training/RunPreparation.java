package dev.unfold.driver.training;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.training.corpora.CorpusCheck;
import dev.unfold.driver.training.corpora.RunCorpora;
import dev.unfold.driver.training.pretrained.PretrainedFiles;
import dev.unfold.driver.training.pretrained.StartVectors;
import dev.unfold.driver.training.state.CheckpointStore;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.RunIdentity;
import dev.unfold.driver.training.state.StateLengths;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a run whose directory is claimed. Errors are reported as early as possible: a mismatch
 * with the existing run before the corpora are encoded, which may take hours, and unsuitable
 * corpora before any checkpoint is written or deleted.
 *
 * @param folder the directory
 * @param attempt the attempt that owns it
 * @param provider the provider of the corpora
 */
record RunPreparation(
    JavaSparkContext spark,
    UnfoldSettings settings,
    Kernels kernels,
    CommitFolder folder,
    Attempt attempt,
    CorporaProvider provider) {
  private static final Logger LOG = LoggerFactory.getLogger(RunPreparation.class);

  /**
   * Performs all steps before the first round.
   *
   * @throws IOException if the directory contains another run, or a required resource is
   *     unavailable
   */
  PreparedRun prepare() throws IOException {
    InitialParameters initial = InitialParameters.read(settings, spark.hadoopConfiguration());
    PretrainedFiles pretrained = PretrainedFiles.hash(spark, settings.training().pretrained());
    SortedMap<String, String> identity = RunIdentity.of(settings, kernels);
    initial.addTo(identity);
    pretrained.addTo(identity);
    Optional<CheckpointStore.Saved> saved = newestCheckpoint(identity);
    UnfoldSettings resolved = initial.resolveNetwork(settings);
    RunCorpora corpora = provider.provide(resolved, initial.parent(), folder);
    requireUsable(corpora, resolved, initial);
    if (saved.isPresent()) {
      corpora.requireSame(folder.path(), saved.get().identity());
    }
    identity.putAll(corpora.identity());
    TaskConfiguration tasks = taskConfiguration(resolved, corpora);
    Network network =
        CapacityCheck.checkedNetwork(spark.getConf(), tasks, settings, corpora.train());
    new MetricCheck(resolved, corpora, corpora.scoring().evaluated(network)).require();
    InitialParameters complete =
        initial.with(
            pretrained.read(
                resolved,
                corpora.symbols(),
                network,
                initial.parent(),
                saved.isEmpty(),
                spark.hadoopConfiguration()));
    RunStart start = start(saved, complete, resolved, corpora, network, identity);
    return prepared(resolved, corpora, tasks, start);
  }

  /** Prepares the files of the run, after everything was checked. */
  private RunStart start(
      Optional<CheckpointStore.Saved> saved,
      InitialParameters initial,
      UnfoldSettings resolved,
      RunCorpora corpora,
      Network network,
      SortedMap<String, String> identity)
      throws IOException {
    RunFiles files =
        new RunFiles(folder, attempt, identity, network.parameters(), settings.checkpoint());
    files.cleanUp(saved.map(checkpoint -> checkpoint.state().counters().round()).orElse(-1L));
    ShardedCorpus train = corpora.train();
    StateLengths lengths = StateLengths.of(resolved, network, train.batch(), train.shards());
    return new RunStart(saved, resolved, network, lengths, initial, files);
  }

  private PreparedRun prepared(
      UnfoldSettings resolved, RunCorpora corpora, TaskConfiguration tasks, RunStart start) {
    StartVectors vectors = start.initial().vectors();
    return new PreparedRun(
        spark,
        resolved,
        corpora,
        tasks.withFrozen(vectors.frozen()),
        ModelTemplate.of(settings, tasks, corpora, spark.version()).with(vectors),
        start);
  }

  /** Reads the newest checkpoint that verifies; it must belong to this run. */
  private Optional<CheckpointStore.Saved> newestCheckpoint(SortedMap<String, String> identity)
      throws IOException {
    Optional<CheckpointStore.Saved> saved =
        new CheckpointStore(folder, settings.checkpoint().keep()).resume();
    if (saved.isPresent()) {
      RunIdentity.requireSame(folder.path(), saved.get().identity(), identity);
    }
    return saved;
  }

  /**
   * Warns about likely mistakes and rejects corpora that do not match the settings or the parent.
   */
  private static void requireUsable(
      RunCorpora corpora, UnfoldSettings resolved, InitialParameters initial) {
    CorpusCheck.warnings(corpora.checks()).forEach(LOG::warn);
    initial
        .parent()
        .ifPresent(model -> model.requireSame(corpora.preprocessing(), resolved.network()));
  }

  private TaskConfiguration taskConfiguration(UnfoldSettings resolved, RunCorpora corpora)
      throws IOException {
    return new TaskConfiguration(
        resolved.network(),
        corpora.shape(),
        kernels,
        SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
  }
}
