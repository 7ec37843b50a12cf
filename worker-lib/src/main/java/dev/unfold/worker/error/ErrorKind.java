package dev.unfold.worker.error;

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
  INTERNAL
}
