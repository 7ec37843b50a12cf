package dev.unfold.worker.error;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The kind of an error, which decides the exit code and whether a retry can help. */
public enum ErrorKind {
  /** An invalid command line or configuration, or a path that does not exist or does not fit. */
  CONFIGURATION,
  /** The content of a corpus or of a model. */
  DATA,
  /** A file system or a cluster that rejects a request or does not answer. */
  STORAGE,
  /** Insufficient memory. */
  RESOURCES,
  /** A defect of Unfold itself. */
  INTERNAL;

  /**
   * The kind of an error: the kind of the first classified error in the chain of causes. Otherwise,
   * running out of memory is a matter of resources, other failures of input and output are a matter
   * of storage, and every other error is a defect.
   */
  public static ErrorKind of(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassifiedError classified) {
        return classified.kind();
      }
      if (cause instanceof OutOfMemoryError) {
        return RESOURCES;
      }
    }
    boolean inputOutput = error instanceof IOException || error instanceof UncheckedIOException;
    return inputOutput ? STORAGE : INTERNAL;
  }
}
