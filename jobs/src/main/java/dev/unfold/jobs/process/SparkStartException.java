package dev.unfold.jobs.process;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if Spark does not start; the message contains that of Spark. */
final class SparkStartException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  /**
   * @param refusal the exception of Spark: an {@link IOException} if the network refuses, an {@link
   *     IllegalStateException} if its master stopped it, another one if its settings are wrong
   */
  SparkStartException(String master, Exception refusal) {
    super(
        "Spark does not start with the master "
            + master
            + ": "
            + String.valueOf(refusal.getMessage()).lines().findFirst().orElse(""),
        refusal);
    kind = kindOf(refusal);
  }

  private static ErrorKind kindOf(Exception refusal) {
    if (String.valueOf(refusal.getMessage()).contains("_MEMORY]")) { // Spark's error classes
      return ErrorKind.RESOURCES;
    }
    boolean passes = refusal instanceof IOException || refusal instanceof IllegalStateException;
    return passes ? ErrorKind.STORAGE : ErrorKind.CONFIGURATION;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
