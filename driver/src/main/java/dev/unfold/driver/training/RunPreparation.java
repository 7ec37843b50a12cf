package dev.unfold.driver.training;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.TextCorpusEncoder;
import dev.unfold.driver.corpus.example.ExampleCorpusEncoder;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.SerializedHadoopConfiguration;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a run whose directory is claimed. What cannot work is refused as early as it is known: a
 * run of another configuration before its corpora are encoded, which may take hours, and corpora
 * that do not fit before any checkpoint is written or deleted.
 *
 * @param folder the directory
 * @param attempt that owns it
 */
record RunPreparation(
    JavaSparkContext spark,
    UnfoldSettings settings,
    Kernels kernels,
    CommitFolder folder,
    Attempt attempt) {
  /** Users know the run, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  /**
   * Does all that comes before the first round.
   *
   * @throws IOException if the run was begun as another one, or what it asks for cannot be had
   */
  PreparedRun prepare() throws IOException {
    FirstParameters first = FirstParameters.read(settings, spark.hadoopConfiguration());
    SortedMap<String, String> identity = RunIdentity.of(settings, kernels);
    first.addTo(identity);
    Optional<CheckpointStore.Saved> saved = newestCheckpoint(identity);
    UnfoldSettings completed = first.completed(settings);
    RunCorpora corpora = encodeCorpora(completed, first);
    requireUsable(corpora, completed, first);
    if (saved.isPresent()) {
      corpora.requireSame(folder.path(), saved.get().identity());
    }
    identity.putAll(corpora.identity());
    TaskConfiguration job = job(completed, corpora);
    Network network = CapacityCheck.requireAll(spark.getConf(), job, settings, corpora.train());
    RunFiles files =
        new RunFiles(folder, attempt, identity, network.parameters(), settings.checkpoint());
    files.cleanUp(saved.map(from -> from.state().counters().round()).orElse(-1L));
    ShardedCorpus train = corpora.train();
    StateLengths lengths = StateLengths.of(completed, network, train.batch(), train.shards());
    return new PreparedRun(
        spark,
        completed,
        corpora,
        job,
        ModelParts.of(settings, job, corpora, spark.version()),
        new RunStart(saved, completed, network, lengths, first, files));
  }

  /** Reads the newest checkpoint that verifies, which must be one of this run. */
  private Optional<CheckpointStore.Saved> newestCheckpoint(SortedMap<String, String> identity)
      throws IOException {
    Optional<CheckpointStore.Saved> saved =
        new CheckpointStore(folder, settings.checkpoint().keep()).resume();
    if (saved.isPresent()) {
      RunIdentity.requireSame(folder.path(), saved.get().identity(), identity);
    }
    return saved;
  }

  private RunCorpora encodeCorpora(UnfoldSettings completed, FirstParameters first)
      throws IOException {
    String cache = cache();
    return completed.corpus().isTable()
        ? TableCorpora.encode(new ExampleCorpusEncoder(spark, cache), completed, first.parent())
        : TextCorpora.encode(new TextCorpusEncoder(spark, cache), completed, first.parent());
  }

  /** Returns the folder of the encoded corpora; that of the run itself is swept by its owner. */
  private String cache() throws IOException {
    String cache = settings.corpus().cache();
    if (!cache.isEmpty()) {
      return cache;
    }
    CommitFolder own = folder.child("corpus");
    own.sweepTemporaries();
    return own.path();
  }

  /**
   * Warns about likely mistakes, and refuses corpora that the settings or the parent do not fit.
   */
  private static void requireUsable(
      RunCorpora corpora, UnfoldSettings completed, FirstParameters first) {
    CorpusCheck.warnings(corpora.checks()).forEach(LOG::warn);
    completed.evaluation().metric().requireIn(corpora.scoring().ofNothing().describe());
    first
        .parent()
        .ifPresent(
            model -> model.requireSame(corpora.preprocessing(), completed.network().output()));
  }

  private TaskConfiguration job(UnfoldSettings completed, RunCorpora corpora) throws IOException {
    return new TaskConfiguration(
        completed.network(),
        corpora.shape(),
        kernels,
        SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
  }
}
