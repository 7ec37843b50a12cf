package dev.unfold.worker.error;

/** An exception that knows what it is about. */
public interface ClassifiedError {
  /** The kind of this error. */
  ErrorKind kind();
}
