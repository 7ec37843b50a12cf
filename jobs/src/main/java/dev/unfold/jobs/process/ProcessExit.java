package dev.unfold.jobs.process;

import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Ends the process.
 *
 * <p>In client and local mode the exit code is that of the command. In cluster mode the process
 * belongs to the cluster manager: YARN treats every {@code System.exit} as a failure, Kubernetes
 * every code but 0. There the main method returns, and throws if the command failed. The code
 * itself is written to an {@link ExitCodeFile}; outcome.json of the attempt has the outcome in
 * words.
 */
public final class ProcessExit {
  private static final Set<Integer> FAILURES =
      Set.of(ExitCode.FAILED.code(), ExitCode.BAD_USAGE.code(), ExitCode.OUT_OF_MEMORY.code());

  private final IntConsumer end;

  private ProcessExit(IntConsumer end) {
    this.end = end;
  }

  /** Returns an exit that ends the process by {@code exit}. */
  static ProcessExit ofClient(IntConsumer exit) {
    return new ProcessExit(exit);
  }

  /** Returns an exit that writes the code to {@code file}, and returns or throws. */
  static ProcessExit ofCluster(Optional<ExitCodeFile> file) {
    return new ProcessExit(
        code -> {
          file.ifPresent(written -> written.write(code));
          if (FAILURES.contains(code)) {
            throw new IllegalStateException("unfold failed with exit code " + code);
          }
        });
  }

  /**
   * Returns the way in which this process ends with an exit code.
   *
   * @param properties the properties of the process, which include those of Spark
   */
  public static ProcessExit of(Properties properties) {
    return isInCluster(properties)
        ? ofCluster(ExitCodeFile.of(properties))
        : ofClient(System::exit);
  }

  /**
   * Returns whether the driver runs in the cluster. In a Kubernetes pod the driver is submitted
   * again in client mode.
   */
  static boolean isInCluster(Properties properties) {
    return properties.getProperty("spark.submit.deployMode", "client").equals("cluster")
        || Boolean.parseBoolean(properties.getProperty("spark.kubernetes.submitInDriver"));
  }

  /**
   * Ends the process.
   *
   * @throws IllegalStateException in cluster mode, if the command failed
   */
  public void end(int code) {
    end.accept(code);
  }
}
