package dev.unfold.driver.training.state;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.NumberedCommits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/** Inspects a run, active or ended, without changing it. */
public final class RunInspection {
  private final CommitFolder folder;

  public RunInspection(String dir, Configuration configuration) throws IOException {
    this(CommitFolder.open(dir, configuration));
  }

  private RunInspection(CommitFolder folder) {
    this.folder = folder;
  }

  /**
   * Returns the state of the run by name; empty if the folder contains no run. For a hybrid without
   * a model it is that of the run of the newest pass.
   *
   * @throws IOException if its files cannot be read
   */
  public Optional<Map<String, Object>> describe() throws IOException {
    Optional<CheckpointStore.Saved> latest = new CheckpointStore(folder, 1).latestOfLivingRun();
    CommitFolder passes = folder.child(RunFiles.PASSES);
    OptionalLong pass = new NumberedCommits(passes).latest();
    return latest.isPresent() || pass.isEmpty() || folder.exists(RunFiles.MODEL)
        ? latest.map(this::describe)
        : new RunInspection(passes.child(NumberedCommits.nameOf(pass.getAsLong()))).describe();
  }

  /**
   * Returns whether the folder contains a run that can be resumed, or the training of a hybrid,
   * finished or not.
   */
  public boolean exists() throws IOException {
    return folder.exists(RunFiles.PLAN) || describe().isPresent();
  }

  private Map<String, Object> describe(CheckpointStore.Saved saved) {
    RunCounters counters = saved.state().counters();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("run", folder.path());
    values.put("attempt", saved.attempt());
    values.put("round", counters.round());
    values.put("epochsDone", counters.epoch());
    values.put("chunk", counters.chunk());
    values.put("updates", counters.updates());
    values.put("trainedTargets", counters.trainedTargets());
    values.put("excludedTargets", counters.excludedTargets());
    values.put("learningRate", counters.learningRate());
    values.put("trainingSeconds", counters.seconds());
    ValidationHistory.Best best = counters.validations().best();
    if (best.exists()) {
      values.put("bestEpoch", best.epoch());
      values.put("bestRound", best.round());
      values.put("bestValue", best.value());
    }
    if (counters.averagedRounds() > 0) {
      values.put("averagedRounds", counters.averagedRounds());
    }
    values.put("parametersSha256", saved.parametersSha256());
    values.put("stateSha256", saved.stateSha256());
    values.put("identity", saved.identity());
    return values;
  }

  /** Returns the metrics of the run as JSON lines. */
  public List<String> metrics() throws IOException {
    return new MetricsLog(folder).lines();
  }

  /** Reads the metrics of the run line by line. */
  public void readMetrics(MetricsLineConsumer reader) throws IOException {
    new MetricsLog(folder).forEach(reader);
  }

  /**
   * Returns the newest attempts to train: {@code attempt}, {@code host}, {@code started}, {@code
   * outcome}, {@code message}.
   *
   * @param limit the maximum number of attempts
   */
  public List<Map<String, Object>> attempts(int limit) throws IOException {
    return AttemptHistory.of(folder).describe(limit);
  }

  /** Returns the finished model or, until there is one, the best so far. */
  public Optional<ModelFolder> model() throws IOException {
    Optional<Commit> commit =
        folder.exists(RunFiles.MODEL)
            ? Optional.of(Commit.open(folder.child(RunFiles.MODEL)))
            : new NumberedCommits(folder.child(RunFiles.BEST)).latestVerified();
    return commit.map(ModelFolder::of);
  }
}
