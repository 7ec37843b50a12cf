package dev.unfold.driver.training.state;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.model.FormatVersion;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.SafetensorsReader;
import dev.unfold.worker.model.SafetensorsWriter;
import dev.unfold.worker.model.TensorData;
import dev.unfold.worker.model.TensorSpec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: write-once folders {@code checkpoints/NNNNNN}, numbered by round. The
 * highest one that verifies is the current state of the run.
 */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);

  private static final String STATE = "state.json";
  private static final String VECTORS = "vectors.safetensors";
  private static final String PARAMETERS = "parameters";
  private static final String OPTIMIZER = "optimizer";
  private static final String MOMENTUM = "outer.momentum";
  private static final String AVERAGED = "averaged";
  private static final String CARRY = "carry.";

  /** The array length that every JVM supports. */
  private static final int MAX_FLOATS = Integer.MAX_VALUE - 8;

  private final NumberedCommits commits;
  private final int keep;

  /**
   * @param run the run's directory
   * @param keep the number of newest checkpoints that are kept
   */
  public CheckpointStore(CommitFolder run, int keep) {
    commits = new NumberedCommits(run.child("checkpoints"));
    this.keep = keep;
  }

  /** {@code state.json}. */
  private record StateFile(
      FormatVersion formatVersion,
      long attempt,
      SortedMap<String, String> identity,
      RunCounters counters,
      String parametersSha256) {
    static final FormatVersion CURRENT = new FormatVersion(1, 0);
  }

  /**
   * A checkpoint that was read.
   *
   * @param attempt the number of the attempt that wrote it
   * @param identity the identity that a run must have to resume from it
   * @param parametersSha256 the hash of the parameters, equal to that of a model with them
   * @param stateSha256 the hash of parameters, optimizer state, outer momentum, averaged parameters
   *     and carries
   */
  public record Saved(
      long attempt,
      SortedMap<String, String> identity,
      TrainingState state,
      String parametersSha256,
      String stateSha256) {}

  /**
   * Writes a checkpoint, unless a newer attempt owns the run, and deletes the oldest; may be
   * repeated if it fails.
   *
   * @param parametersSha256 the hash of the parameters, equal to that of a model with them
   */
  public void save(
      Attempt attempt,
      SortedMap<String, String> identity,
      TrainingState state,
      String parametersSha256)
      throws IOException {
    attempt.requireNewest();
    StateFile file =
        new StateFile(
            StateFile.CURRENT, attempt.number(), identity, state.counters(), parametersSha256);
    commits.commit(
        state.counters().round(),
        writer -> {
          writeState(writer, file);
          writeVectors(writer, state);
        });
    List<Long> numbers = commits.numbers();
    for (long old : numbers.subList(0, Math.max(0, numbers.size() - keep))) {
      commits.delete(old);
    }
  }

  private static void writeState(CommitWriter writer, StateFile file) throws IOException {
    try (OutputStream out = writer.create(STATE)) {
      out.write(Json.writer().writeValueAsBytes(file));
    }
  }

  private static void writeVectors(CommitWriter writer, TrainingState state) throws IOException {
    List<TensorData> tensors = new ArrayList<>();
    tensors.add(tensor(PARAMETERS, state.model().parameters()));
    tensors.add(tensor(OPTIMIZER, state.model().optimizer()));
    tensors.add(tensor(MOMENTUM, state.momentum()));
    tensors.add(tensor(AVERAGED, state.averaged()));
    for (int shard = 0; shard < state.carries().size(); shard++) {
      tensors.add(tensor(CARRY + shard, state.carries().get(shard)));
    }
    try (OutputStream out = new BufferedOutputStream(writer.create(VECTORS))) {
      SafetensorsWriter.write(out, Map.of(), tensors);
    }
  }

  private static TensorData tensor(String name, float[] vector) {
    return TensorData.in(vector, 0, TensorSpec.of(name, vector.length));
  }

  /**
   * Deletes the remains of commits that never completed. Only the owner of the run may call this.
   */
  void sweepTemporaries() throws IOException {
    commits.sweepTemporaries();
  }

  /**
   * Deletes the checkpoints after the one from which the run resumes. They do not verify, and their
   * rounds will be trained again. Only the owner of the run may call this.
   */
  public void dropAfter(long round) throws IOException {
    commits.deleteAfter(round);
  }

  /**
   * Returns the checkpoint that a run resumes from; empty for a new run.
   *
   * @throws TrainingException if there are checkpoints, but none that verifies
   */
  public Optional<Saved> resume() throws IOException {
    if (commits.latest().isPresent()) {
      LOG.info("reading the newest checkpoint in {}", commits.folder());
    }
    Optional<Saved> saved = latest();
    if (saved.isEmpty() && commits.latest().isPresent()) {
      throw new TrainingException(
          commits.folder()
              + ": none of the checkpoints "
              + commits.numbers()
              + " is valid; restore one, or delete the folder to start over");
    }
    return saved;
  }

  /**
   * Returns the latest checkpoint, like {@link #latest}, while the owner of the run may write the
   * next checkpoint and delete this one.
   */
  Optional<Saved> latestOfLivingRun() throws IOException {
    while (true) {
      OptionalLong newest = commits.latest();
      try {
        Optional<Saved> saved = latest();
        if (saved.isPresent() || commits.latest().equals(newest)) {
          return saved;
        }
      } catch (IOException e) {
        if (commits.latest().equals(newest)) {
          throw e;
        }
      }
    }
  }

  /**
   * Returns the newest checkpoint that verifies, if there is one.
   *
   * @throws ModelFormatException if it has a newer format
   */
  public Optional<Saved> latest() throws IOException {
    Optional<Commit> newest = commits.latestVerified();
    return newest.isEmpty() ? Optional.empty() : Optional.of(read(newest.get()));
  }

  /** Returns the counters of the newest checkpoint that verifies, if there is one. */
  public Optional<RunCounters> latestCounters() throws IOException {
    Optional<Commit> newest = commits.latestVerified();
    return newest.isEmpty() ? Optional.empty() : Optional.of(readState(newest.get()).counters());
  }

  private static Saved read(Commit commit) throws IOException {
    StateFile file = readState(commit);
    Map<String, float[]> vectors = readVectors(commit);
    List<float[]> carries = new ArrayList<>();
    while (vectors.containsKey(CARRY + carries.size())) {
      carries.add(vectors.get(CARRY + carries.size()));
    }
    String where = commit.folder().pathOf(VECTORS);
    ModelState model =
        new ModelState(vector(where, vectors, PARAMETERS), vector(where, vectors, OPTIMIZER));
    return new Saved(
        file.attempt(),
        file.identity(),
        new TrainingState(
            file.counters(),
            model,
            vector(where, vectors, MOMENTUM),
            vector(where, vectors, AVERAGED),
            carries),
        file.parametersSha256(),
        commit.sha256(VECTORS));
  }

  private static float[] vector(String where, Map<String, float[]> vectors, String name)
      throws ModelFormatException {
    float[] vector = vectors.get(name);
    if (vector == null) {
      throw new ModelFormatException(where, "a tensor " + name, vectors.keySet());
    }
    return vector;
  }

  private static StateFile readState(Commit commit) throws IOException {
    String where = commit.folder().pathOf(STATE);
    StateFile file;
    try (InputStream in = commit.read(STATE)) {
      file = Json.read(where, in, new TypeReference<>() {});
    }
    if (!StateFile.CURRENT.reads(file.formatVersion())) {
      throw new ModelFormatException(
          where, "a checkpoint of version " + StateFile.CURRENT, file.formatVersion());
    }
    return file;
  }

  private static int length(String where, TensorSpec spec) throws ModelFormatException {
    if (spec.elements() > MAX_FLOATS) {
      throw new ModelFormatException(where, "vectors of at most " + MAX_FLOATS + " floats", spec);
    }
    return (int) spec.elements();
  }

  private static Map<String, float[]> readVectors(Commit commit) throws IOException {
    String where = commit.folder().pathOf(VECTORS);
    Map<String, float[]> vectors = new HashMap<>();
    try (InputStream in = new BufferedInputStream(commit.read(VECTORS))) {
      SafetensorsReader reader = SafetensorsReader.open(where, in, commit.size(VECTORS));
      for (TensorSpec spec : reader.header().tensors()) {
        vectors.put(spec.name(), new float[length(where, spec)]);
      }
      reader.readAll(
          (spec, offset, block, count) ->
              System.arraycopy(block, 0, vectors.get(spec.name()), Math.toIntExact(offset), count));
    }
    return vectors;
  }
}
