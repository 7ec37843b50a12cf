package dev.unfold.worker.error;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The kind of an error: who can fix it, and whether a retry can help. It decides the exit code of a
 * command.
 */
public enum ErrorKind {
  /**
   * A request that cannot be fulfilled as it was made: an option, a path that does not exist or has
   * other content, a model of another task, a version that a store does not have.
   */
  USAGE,
  /** A key or a value of a configuration, alone or together with the corpus that it names. */
  CONFIGURATION,
  /** The content of a corpus or of a model. */
  DATA,
  /** A file system, a cluster or a machine that rejects a request or does not answer. */
  STORAGE,
  /** Insufficient memory. */
  RESOURCES,
  /** A defect of Unfold itself, the only kind that is reported with a stack trace. */
  INTERNAL;

  /**
   * Returns the kind of an error. An error that is not classified, and is caused by none that is,
   * is a matter of storage if it is one of input and output; every other one is a defect.
   */
  public static ErrorKind of(Throwable error) {
    Throwable origin = origin(error);
    if (origin instanceof ClassifiedError classified) {
      return classified.kind();
    }
    if (origin instanceof OutOfMemoryError) {
      return RESOURCES;
    }
    return origin instanceof IOException ? STORAGE : INTERNAL;
  }

  /**
   * Returns the error that determines the kind of an error and whose message explains it: the first
   * one in the chain of causes that is classified or reports a lack of memory, otherwise the error
   * itself.
   */
  public static Throwable origin(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassifiedError || cause instanceof OutOfMemoryError) {
        return cause;
      }
    }
    return error instanceof UncheckedIOException unchecked ? unchecked.getCause() : error;
  }
}
