package dev.unfold.driver.storage.lease;

import dev.unfold.driver.storage.fs.StorageException;

/** Thrown when another live process owns the run. */
public final class RunInUseException extends StorageException {
  private static final long serialVersionUID = 1L;

  private final String use;

  RunInUseException(String folder, long attempt, AttemptOwner owner, String evidence) {
    this(
        "run ",
        folder
            + " is in use by process "
            + owner.pid()
            + " on host "
            + owner.host()
            + " (attempt "
            + attempt
            + ", "
            + evidence
            + ")",
        "; stop it first, or choose another run directory");
  }

  private RunInUseException(String what, String use, String advice) {
    super(what + use + advice);
    this.use = use;
  }

  /** Returns the exception for a model store, for which no other run directory can be chosen. */
  public RunInUseException ofStore() {
    return new RunInUseException("store ", use, "; wait until it has ended, or stop it");
  }
}
