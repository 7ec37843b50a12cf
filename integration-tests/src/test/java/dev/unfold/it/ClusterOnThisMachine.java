package dev.unfold.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * A cluster of {@code scripts/cluster}: Spark standalone, HDFS and, if requested, YARN, each
 * process a separate JVM.
 */
public final class ClusterOnThisMachine implements AutoCloseable {

  /** The role of a process of the cluster. */
  public enum Role {
    MASTER,
    WORKER,
    /** An executor of a running application, a child of its worker; not on YARN. */
    EXECUTOR,
    RESOURCEMANAGER,
    NODEMANAGER,
    NAMENODE,
    DATANODE
  }

  /**
   * The options of JVMs that end before more than the first JIT compiler pays off. Without another
   * size its code has 48 MB, which Spark fills, and a tenth of the time is spent on making room.
   * Class files are not verified, which takes a fifth of the time in which Spark starts.
   */
  static final String SHORT_JVM =
      "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m"
          + " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote";

  private static final Duration CLUSTER_LIMIT = Duration.ofMinutes(10);
  private static final Duration PROGRAM_LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Pattern EXPORT = Pattern.compile("export (\\w+)='?([^'\\n]*)'?");

  private final Path folder;
  private final Map<String, String> environment;
  private int programs;

  private ClusterOnThisMachine(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * Starts a cluster with an empty HDFS.
   *
   * @param name the name of its folder below {@code target}, which keeps its logs until the next
   *     start
   * @param options the options of {@code scripts/cluster start}, such as {@code --workers 2}
   * @throws AssertionError if it does not start; the message contains the output of the script
   */
  public static ClusterOnThisMachine start(String name, String... options) {
    Path folder = createFolder(home().resolve("integration-tests/target").resolve(name));
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.addAll(List.of(options));
    runScript(folder, arguments);
    return new ClusterOnThisMachine(folder, readEnvironment(folder.resolve("env.sh")));
  }

  /** Returns the root of Unfold's source tree. */
  public static Path home() {
    Path start = Path.of("").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("scripts/cluster"))) {
        return at;
      }
    }
    throw new AssertionError("scripts/cluster: not found in " + start + " or above");
  }

  /** Returns the master, as {@code spark://HOST:PORT}. */
  public String master() {
    return environment.get("MASTER");
  }

  /** Returns the root of HDFS, as {@code hdfs://HOST:PORT}. */
  public URI hdfs() {
    return URI.create(environment.get("HDFS"));
  }

  /** Returns a client configuration for this HDFS. */
  public Configuration hadoop() {
    Configuration configuration = new Configuration();
    configuration.addResource(
        new org.apache.hadoop.fs.Path(environment.get("SPARK_CONF_DIR"), "hdfs-site.xml"));
    return configuration;
  }

  /** Returns the living processes of a role, in the order of their process ids. */
  public List<ProcessHandle> processes(Role role) {
    if (role == Role.EXECUTOR) {
      return processes(Role.WORKER).stream()
          .flatMap(ProcessHandle::children)
          .filter(child -> child.info().command().orElse("").endsWith("/java"))
          .toList();
    }
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      String pidFile = role.name().toLowerCase(Locale.ROOT) + "(-\\d+)?\\.pid";
      return files
          .filter(file -> file.getFileName().toString().matches(pidFile))
          .sorted()
          .flatMap(file -> ProcessHandle.of(readPid(file)).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until a role has the number of processes, and returns them.
   *
   * @throws AssertionError if it has another number after the limit
   */
  public List<ProcessHandle> awaitProcesses(Role role, int count, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<ProcessHandle> processes = processes(role);
    while (processes.size() != count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%s: expected %d processes within %s, found %s"
                .formatted(role, count, limit, processes));
      }
      LockSupport.parkNanos(POLL.toNanos());
      processes = processes(role);
    }
    return processes;
  }

  /** Kills a process as {@code kill -9} does, and waits until it is gone. */
  public void kill(Role role, int index) {
    ProcessHandle process = processes(role).get(index);
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * Restarts the killed processes of HDFS with the data that they had stored, and waits until every
   * DataNode has reported.
   */
  public void revive() throws IOException {
    long now = System.currentTimeMillis();
    runScript(folder, List.of("revive"));
    try (FileSystem files = FileSystem.newInstance(hdfs(), hadoop())) {
      DistributedFileSystem hdfs = (DistributedFileSystem) files;
      while (Arrays.stream(hdfs.getDataNodeStats()).anyMatch(node -> node.getLastUpdate() <= now)) {
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  /** Runs {@code scripts/unfold} against this cluster until it ends. */
  public ClusterProgram.Finished unfold(String... arguments) {
    return startUnfold(arguments).await(PROGRAM_LIMIT);
  }

  /** Starts {@code scripts/unfold} against this cluster. */
  public ClusterProgram startUnfold(String... arguments) {
    return startProgram(home().resolve("scripts/unfold"), arguments);
  }

  /** Starts {@code spark-submit} against this cluster. */
  public ClusterProgram startSubmit(String... arguments) {
    return startProgram(Path.of(environment.get("SPARK_HOME"), "bin/spark-submit"), arguments);
  }

  /** Stops every process of the cluster; keeps its logs, deletes its data and copies of jars. */
  @Override
  public void close() {
    runScript(folder, List.of("stop"));
    FileUtil.fullyDelete(folder.resolve("hdfs").toFile());
    try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path createFolder(Path folder) {
    FileUtil.fullyDelete(folder.toFile());
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ClusterProgram startProgram(Path executable, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(executable.toString(), "--master", master()));
    command.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + SHORT_JVM));
    command.addAll(List.of(arguments));
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("SPARK_SUBMIT_OPTS", SHORT_JVM);
    Path output = folder.resolve("log/program-" + ++programs + ".log");
    return ClusterProgram.start(output, variables, command);
  }

  private static void runScript(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home().resolve("scripts/cluster").toString());
    command.addAll(arguments);
    command.addAll(List.of("--dir", folder.toString()));
    Path output = folder.resolve("script.log");
    ClusterProgram.Finished finished =
        ClusterProgram.start(output, Map.of(), command).await(CLUSTER_LIMIT);
    if (finished.exitCode() != 0) {
      throw new AssertionError(
          "%s: exit code %d%n%s".formatted(command, finished.exitCode(), finished.output()));
    }
  }

  private static Map<String, String> readEnvironment(Path file) {
    try {
      return EXPORT
          .matcher(Files.readString(file))
          .results()
          .collect(
              Collectors.toUnmodifiableMap(
                  (MatchResult match) -> match.group(1), (MatchResult match) -> match.group(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long readPid(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
