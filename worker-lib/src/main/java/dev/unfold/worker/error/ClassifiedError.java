package dev.unfold.worker.error;

import java.io.IOException;
import java.io.UncheckedIOException;

/** An exception that knows its kind. */
public interface ClassifiedError {
  /** Returns the kind of this error. */
  ErrorKind kind();

  /**
   * Returns the kind of an error. An error that is not classified, and is caused by none that is,
   * is a matter of storage if it is one of input and output; every other one is a defect.
   */
  static ErrorKind kindOf(Throwable error) {
    Throwable origin = originOf(error);
    if (origin instanceof ClassifiedError classified) {
      return classified.kind();
    }
    if (origin instanceof OutOfMemoryError) {
      return ErrorKind.RESOURCES;
    }
    return origin instanceof IOException ? ErrorKind.STORAGE : ErrorKind.INTERNAL;
  }

  /**
   * Returns the error that determines the kind of an error and whose message explains it: the first
   * one in the chain of causes that is classified or reports a lack of memory, otherwise the error
   * itself.
   */
  static Throwable originOf(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassifiedError || cause instanceof OutOfMemoryError) {
        return cause;
      }
    }
    return error instanceof UncheckedIOException unchecked ? unchecked.getCause() : error;
  }
}
