package dev.unfold.driver.storage;

/** Another process owns the run and is alive. */
public final class RunInUseException extends StorageException {
  private static final long serialVersionUID = 1L;

  RunInUseException(String run, long attempt, AttemptOwner owner, String evidence) {
    super(
        "run "
            + run
            + " is in use by process "
            + owner.pid()
            + " on host "
            + owner.host()
            + " (attempt "
            + attempt
            + ", "
            + evidence
            + "); stop it first, or choose another run directory");
  }
}
