package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.driver.training.state.RunInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A {@link SmallTraining} that runs on a cluster, with its run directory and Spark's event log on
 * the disk of this machine.
 */
final class ClusterTraining {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(5);

  private final Path folder;
  private final ClusterProgram program;

  private ClusterTraining(Path folder, ClusterProgram program) {
    this.folder = folder;
    this.program = program;
  }

  /**
   * The values that are equal for two trainings with the same result.
   *
   * @param round the last round
   * @param trainedTargets the number of trained targets in all rounds
   * @param parametersSha256 the hash that {@code unfold inspect} prints
   * @param stateSha256 the hash of parameters, optimizer state and carries
   */
  record Result(Object round, Object trainedTargets, Object parametersSha256, Object stateSha256) {}

  /**
   * Starts a training with a checkpoint after every round.
   *
   * @param texts the folder of texts and configuration, written by {@link SmallTraining#writeTo}
   * @param name the name of its folder in {@code texts}
   * @param options the options of spark-submit
   * @param settings additional settings, as KEY=VALUE
   */
  static ClusterTraining start(
      ClusterOnThisMachine cluster,
      Path texts,
      String name,
      List<String> options,
      String... settings)
      throws IOException {
    Path folder = Files.createDirectory(texts.resolve(name));
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("--conf", "spark.eventLog.enabled=true"));
    Path events = Files.createDirectory(folder.resolve("events"));
    command.addAll(List.of("--conf", "spark.eventLog.dir=" + events.toUri()));
    List<String> training = new ArrayList<>(List.of(settings));
    training.add("checkpoint.every-rounds=1");
    List<String> words =
        List.of(
            SmallTraining.command(
                "file:" + texts, "file:" + folder.resolve("run"), training.toArray(String[]::new)));
    command.add(words.get(0));
    command.add(texts.resolve(SmallTraining.CONFIGURATION).toString()); // shipped if need be
    command.addAll(words.subList(2, words.size()));
    return new ClusterTraining(folder, cluster.startUnfold(command.toArray(String[]::new)));
  }

  /**
   * Waits until a round is done.
   *
   * @throws AssertionError if the training ends before it
   */
  void awaitRound(int round) {
    program.awaitCondition(() -> newestCheckpoint() >= round, POLL, LIMIT);
  }

  /** Returns the last completed round; 0 before the first. */
  private int newestCheckpoint() {
    String[] names = run().resolve("checkpoints").toFile().list();
    return names == null
        ? 0
        : Stream.of(names)
            .filter(name -> name.matches("\\d+"))
            .mapToInt(Integer::parseInt)
            .max()
            .orElse(0);
  }

  /** Waits until the training ends in any way. */
  ClusterProgram.Finished awaitEnd() {
    return program.await(LIMIT);
  }

  /** Waits until the training succeeds. */
  Result await() throws IOException {
    ClusterProgram.Finished finished = awaitEnd();
    assertThat(finished.exitCode()).as(finished.output()).isZero();
    Map<String, Object> state = inspection().describe().orElseThrow();
    return new Result(
        state.get("round"),
        state.get("trainedTargets"),
        state.get("parametersSha256"),
        state.get("stateSha256"));
  }

  /** Returns the run directory. */
  Path run() {
    return folder.resolve("run");
  }

  /** Returns Spark's event log, after the training has ended. */
  SparkEventLog events() throws IOException {
    return SparkEventLog.read(folder.resolve("events"));
  }

  /** Returns the seconds of each round, after the training has ended. */
  Map<Integer, Double> secondsOfRounds() throws IOException {
    Map<Integer, Double> seconds = new TreeMap<>();
    for (JsonNode line : RunProgress.rounds(inspection().metrics())) {
      seconds.put(line.get("round").intValue(), line.get("seconds").doubleValue());
    }
    return seconds;
  }

  /** Returns the seconds of all rounds. */
  double seconds() throws IOException {
    return secondsOfRounds().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private RunInspection inspection() throws IOException {
    return new RunInspection("file:" + run(), new Configuration());
  }
}
