package dev.unfold.worker.error;

/** An exception that knows its kind. */
public interface ClassifiedError {
  /** Returns the kind of this error. */
  ErrorKind kind();
}
