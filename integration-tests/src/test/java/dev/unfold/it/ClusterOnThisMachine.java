package dev.unfold.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
 * A Spark standalone cluster, HDFS and, if wanted, YARN of {@code scripts/cluster}, each process
 * its own JVM.
 */
public final class ClusterOnThisMachine implements AutoCloseable {

  /** What a process of the cluster is there for. */
  public enum Role {
    MASTER,
    WORKER,
    /** Of the applications that run at the moment; a child of its worker. Not those on YARN. */
    EXECUTOR,
    RESOURCEMANAGER,
    NODEMANAGER,
    NAMENODE,
    DATANODE
  }

  private static final Duration CLUSTER_LIMIT = Duration.ofMinutes(2);
  private static final Duration PROGRAM_LIMIT = Duration.ofMinutes(5);
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
   * @param name of its folder below {@code target}, where its logs stay until the next start
   * @param options of {@code scripts/cluster start}, such as {@code --workers 2}
   * @throws AssertionError if it does not start; the message holds what the script said
   */
  public static ClusterOnThisMachine start(String name, String... options) {
    Path folder = createFolder(home().resolve("integration-tests/target").resolve(name));
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.addAll(List.of(options));
    runScript(folder, arguments);
    return new ClusterOnThisMachine(folder, readEnvironment(folder.resolve("env.sh")));
  }

  /** The root of Unfold's source tree. */
  public static Path home() {
    Path start = Path.of("").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("scripts/cluster"))) {
        return at;
      }
    }
    throw new AssertionError("scripts/cluster: not found in " + start + " or above");
  }

  /** The master, as {@code spark://HOST:PORT}. */
  public String master() {
    return environment.get("MASTER");
  }

  /** The root of HDFS, as {@code hdfs://HOST:PORT}. */
  public URI hdfs() {
    return URI.create(environment.get("HDFS"));
  }

  /** A client's configuration of this HDFS. */
  public Configuration hadoop() {
    Configuration configuration = new Configuration();
    configuration.addResource(
        new org.apache.hadoop.fs.Path(environment.get("SPARK_CONF_DIR"), "hdfs-site.xml"));
    return configuration;
  }

  /** The processes of a role that are alive, in the order of their numbers. */
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
   * Waits until a role has so many processes, and returns them.
   *
   * @throws AssertionError if it has another number after the limit
   */
  public List<ProcessHandle> awaitProcesses(Role role, int count, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<ProcessHandle> found = processes(role);
    while (found.size() != count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%s: expected %d processes within %s, found %s".formatted(role, count, limit, found));
      }
      LockSupport.parkNanos(POLL.toNanos());
      found = processes(role);
    }
    return found;
  }

  /** Kills a process as {@code kill -9} does, and waits until it is gone. */
  public void kill(Role role, int index) {
    ProcessHandle process = processes(role).get(index);
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * Starts again the processes of HDFS that were killed, with what they had stored, and waits until
   * every DataNode has reported since.
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

  /** Stops every process of the cluster; its logs stay, its data and copies of jars do not. */
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
    command.addAll(List.of(arguments));
    Path output = folder.resolve("log/program-" + ++programs + ".log");
    return ClusterProgram.start(output, environment, command);
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
                  (MatchResult found) -> found.group(1), (MatchResult found) -> found.group(2)));
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
