package dev.unfold.driver.storage.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The process of an attempt, as recorded in {@code owner.json}.
 *
 * @param claim a random identifier, which distinguishes the claims of one process
 * @param host the host name
 * @param machine the boot id and the process namespace of the host, empty if unknown: containers
 *     may share a host name but not their process ids
 * @param pid the process id
 * @param processStart the start of the process in milliseconds since 1970, or 0 if the platform
 *     does not report it
 * @param attemptStart the start of the attempt in milliseconds since 1970
 * @param heartbeatMillis the interval between two heartbeats
 */
public record AttemptOwner(
    String claim,
    String host,
    String machine,
    long pid,
    long processStart,
    long attemptStart,
    long heartbeatMillis) {
  /** The file that describes the owner, in the folder of a claim. */
  public static final String FILE = "owner.json";

  /** The default interval between two heartbeats. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private static final Duration ABANDONED = Duration.ofDays(3);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 1 << 16;
  private static final long MAX_HEARTBEAT = Duration.ofMinutes(1).toMillis();

  /**
   * The tolerance for start times, which are computed from the boot time of the clock and shift
   * when the clock is synchronized.
   */
  private static final long START_TOLERANCE = Duration.ofSeconds(5).toMillis();

  public AttemptOwner {
    if (host == null || machine == null || heartbeatMillis < 1) {
      throw new IllegalArgumentException("owner without host, machine or heartbeat period");
    }
    heartbeatMillis = Math.min(heartbeatMillis, MAX_HEARTBEAT);
  }

  public static AttemptOwner current(Duration heartbeat) {
    ProcessHandle process = ProcessHandle.current();
    return new AttemptOwner(
        UUID.randomUUID().toString(),
        hostName(),
        thisMachine(),
        process.pid(),
        startOf(process),
        System.currentTimeMillis(),
        heartbeat.toMillis());
  }

  public byte[] encode() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  /**
   * @param path the path for messages
   * @throws CorruptCommitException if the file does not name an owner
   */
  static AttemptOwner read(InputStream in, String path) throws IOException {
    return decode(in.readNBytes(MAX_BYTES), path);
  }

  public static AttemptOwner decode(byte[] json, String path) throws IOException {
    AttemptOwner owner;
    try {
      owner = JSON.readValue(new String(json, StandardCharsets.UTF_8), AttemptOwner.class);
    } catch (JsonProcessingException e) {
      throw new CorruptCommitException(path + " does not name an owner: " + e.getOriginalMessage());
    }
    if (owner == null) {
      throw new CorruptCommitException(path + " does not name an owner");
    }
    return owner;
  }

  /** Returns whether the owner runs on this machine, so that its process can be looked up. */
  public boolean runsOnThisHost() {
    return host.equals(hostName()) && machine.equals(thisMachine());
  }

  /**
   * Returns whether a temporary folder of an unknown process, or one of another host, counts as
   * abandoned.
   *
   * @param modified the last time at which something was written there, in milliseconds since 1970
   */
  public static boolean isAbandonedSince(long modified) {
    return System.currentTimeMillis() - modified > ABANDONED.toMillis();
  }

  /** Returns whether the owner's process, which must be local, is alive. */
  public boolean runs() {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty() || isZombie()) {
      return false;
    }
    long start = startOf(process.get());
    return start == 0 || processStart == 0 || Math.abs(start - processStart) <= START_TOLERANCE;
  }

  private boolean isZombie() {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false; // not Linux
    }
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String thisMachine() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return ""; // not Linux
    }
  }
}
