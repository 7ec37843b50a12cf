package dev.unfold.driver.storage.fs;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.ipc.RemoteException;

/**
 * Checks before a command starts that the NameNodes it needs respond. A run waits long for HDFS
 * ({@link HdfsClientSettings}); without this check it would wait as long for a wrong address.
 *
 * @param patience the time during which a NameNode that refuses connections is retried
 * @param limit the time after which a NameNode without a response is considered unreachable
 */
public record NameNodeCheck(Duration patience, Duration limit) {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Returns a check with limits that suit a user at a terminal. */
  public static NameNodeCheck withDefaults() {
    return new NameNodeCheck(Duration.ofSeconds(20), Duration.ofSeconds(45));
  }

  /**
   * Waits for the file systems of paths.
   *
   * @param paths the paths; those that are blank, null or not on HDFS are ignored
   * @throws StorageException naming a file system that does not respond, and what to check
   */
  public void require(Collection<String> paths, Configuration configuration) throws IOException {
    TreeSet<URI> systems = new TreeSet<>();
    for (String path : paths) {
      if (path != null && !path.isBlank()) {
        URI system = fileSystem(path, configuration);
        if (StorageScheme.HDFS.isOf(system)) {
          systems.add(system.resolve("/"));
        }
      }
    }
    for (URI system : systems) {
      require(system, withFewRetries(configuration));
    }
  }

  private static URI fileSystem(String path, Configuration configuration) throws IOException {
    URI defaultSystem = FileSystem.getDefaultUri(configuration);
    URI uri = StorageErrors.explain("find", path, () -> new Path(path).toUri());
    boolean withoutHost = StorageScheme.HDFS.isOf(uri) && uri.getAuthority() == null;
    if (withoutHost && !StorageScheme.HDFS.isOf(defaultSystem)) {
      throw new StorageException(
          ErrorKind.CONFIGURATION,
          path + ": expected a host, as in hdfs://HOST:PORT/…, since fs.defaultFS names none");
    }
    return withoutHost || uri.getScheme() == null ? defaultSystem : uri;
  }

  /**
   * Returns a configuration with few retries; the default client would retry for minutes before it
   * reports a failure.
   */
  private static Configuration withFewRetries(Configuration configuration) {
    Configuration withFewRetries = new Configuration(configuration);
    withFewRetries.setBoolean("dfs.client.retry.policy.enabled", false);
    withFewRetries.setInt("dfs.client.failover.max.attempts", 2);
    withFewRetries.setInt("ipc.client.connect.max.retries", 0);
    withFewRetries.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
    withFewRetries.setInt("ipc.client.connect.timeout", 10_000);
    return withFewRetries;
  }

  private void require(URI system, Configuration configuration) throws IOException {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Thread thread = new Thread(() -> query(system, configuration, answer), "NameNode check");
    thread.setDaemon(true);
    thread.start();
    try {
      answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw silent(system, "no answer in " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw silent(system, reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private void query(URI system, Configuration configuration, CompletableFuture<Void> answer) {
    long started = System.nanoTime();
    while (!answer.isDone()) {
      try (FileSystem files = FileSystem.newInstance(system, configuration)) {
        files.getFileStatus(new Path("/"));
        answer.complete(null);
      } catch (IOException | RuntimeException e) {
        boolean answered = e instanceof RemoteException && !StorageErrors.isTransient(e);
        boolean retry =
            StorageErrors.isTransient(e) && System.nanoTime() - started < patience.toNanos();
        if (answered) {
          answer.complete(null);
        } else if (!retry) {
          answer.completeExceptionally(e);
        }
      }
      pause(answer);
    }
  }

  private static void pause(CompletableFuture<Void> answer) {
    try {
      if (!answer.isDone()) {
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      answer.completeExceptionally(e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    return cause.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }

  private static StorageException silent(URI system, String reason, Exception cause) {
    return new StorageException(
        system
            + " does not answer: "
            + reason
            + "; check that its NameNode runs, that host and port are those of fs.defaultFS in"
            + " core-site.xml, and that this machine reaches them",
        cause);
  }
}
