package dev.unfold.driver.storage;

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
 * Asks the NameNodes that a command needs for an answer before it begins. A run that has begun
 * waits long for HDFS ({@link HdfsClientSettings}); one that has not would wait as long for an
 * address that is wrong.
 *
 * @param patience how long a NameNode that refuses is asked again
 * @param limit after which one that is silent is given up
 */
public record NameNodeCheck(Duration patience, Duration limit) {
  private static final String SCHEME = "hdfs";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Returns a contact with the limits that a user at a terminal accepts. */
  public static NameNodeCheck usual() {
    return new NameNodeCheck(Duration.ofSeconds(20), Duration.ofSeconds(45));
  }

  /**
   * Waits for the file systems of paths.
   *
   * @param paths of which those on HDFS count
   * @throws StorageException naming a file system that does not answer, and what to check
   */
  public void require(Collection<String> paths, Configuration configuration) throws IOException {
    TreeSet<URI> systems = new TreeSet<>();
    for (String path : paths) {
      URI system = fileSystem(path, configuration);
      if (SCHEME.equals(system.getScheme())) {
        systems.add(system.resolve("/"));
      }
    }
    for (URI system : systems) {
      require(system, impatient(configuration));
    }
  }

  private static URI fileSystem(String path, Configuration configuration) throws IOException {
    URI usual = FileSystem.getDefaultUri(configuration);
    URI uri = StorageErrors.explain("find", path, () -> new Path(path).toUri());
    boolean nowhere = SCHEME.equals(uri.getScheme()) && uri.getAuthority() == null;
    if (nowhere && !SCHEME.equals(usual.getScheme())) {
      throw new StorageException(
          ErrorKind.CONFIGURATION,
          path + ": expected a host, as in hdfs://HOST:PORT/…, since fs.defaultFS names none");
    }
    return nowhere || uri.getScheme() == null ? usual : uri;
  }

  /** Returns the usual client would try again for minutes before it tells anything. */
  private static Configuration impatient(Configuration configuration) {
    Configuration impatient = new Configuration(configuration);
    impatient.setBoolean("dfs.client.retry.policy.enabled", false);
    impatient.setInt("dfs.client.failover.max.attempts", 2);
    impatient.setInt("ipc.client.connect.max.retries", 0);
    impatient.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
    impatient.setInt("ipc.client.connect.timeout", 10_000);
    return impatient;
  }

  private void require(URI system, Configuration configuration) throws IOException {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Thread asking = new Thread(() -> ask(system, configuration, answer), "first contact");
    asking.setDaemon(true);
    asking.start();
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

  private void ask(URI system, Configuration configuration, CompletableFuture<Void> answer) {
    long began = System.nanoTime();
    while (!answer.isDone()) {
      try (FileSystem files = FileSystem.newInstance(system, configuration)) {
        files.getFileStatus(new Path("/"));
        answer.complete(null);
      } catch (IOException | RuntimeException e) {
        boolean answered = e instanceof RemoteException && !StorageErrors.isTransient(e);
        boolean again =
            StorageErrors.isTransient(e) && System.nanoTime() - began < patience.toNanos();
        if (answered) {
          answer.complete(null);
        } else if (!again) {
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
