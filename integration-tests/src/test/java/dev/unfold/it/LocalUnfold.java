package dev.unfold.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs {@code scripts/unfold} in local mode with two cores, each command in a separate JVM. Closing
 * it kills the commands that still run.
 */
final class LocalUnfold implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Map<String, String> ENVIRONMENT =
      Map.of("SPARK_HOME", "", "UNFOLD_CORES", "2", "UNFOLD_MEMORY", "1g");

  private final Path outputs;
  private final String user;
  private final String javaOptions;
  private final List<ClusterProgram> programs = new ArrayList<>();

  /**
   * @param outputs the folder for the output of the commands
   */
  LocalUnfold(Path outputs) {
    this(outputs, System.getProperty("user.name"));
  }

  /**
   * @param user the user that HDFS sees
   */
  LocalUnfold(Path outputs, String user) {
    this(outputs, user, "");
  }

  /**
   * @param javaOptions additional java options, separated by spaces
   */
  LocalUnfold(Path outputs, String user, String javaOptions) {
    this.outputs = outputs;
    this.user = user;
    this.javaOptions = javaOptions;
  }

  /** Starts a command that SIGINT reaches even if these tests run in the background. */
  ClusterProgram start(String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(
        List.of(
            "HADOOP_USER_NAME=" + user,
            "UNFOLD_JAVA_OPTIONS=" + ClusterOnThisMachine.SHORT_JVM + " " + javaOptions));
    command.add(ClusterOnThisMachine.home().resolve("scripts/unfold").toString());
    command.addAll(List.of(arguments));
    Path output = outputs.resolve("unfold-" + programs.size() + ".log");
    ClusterProgram program = ClusterProgram.start(output, ENVIRONMENT, command);
    programs.add(program);
    return program;
  }

  /** Runs a command until it ends. */
  ClusterProgram.Finished run(String... arguments) {
    return start(arguments).await(LIMIT);
  }

  @Override
  public void close() {
    programs.forEach(program -> program.process().destroyForcibly());
  }
}
