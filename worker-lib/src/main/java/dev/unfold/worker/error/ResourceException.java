package dev.unfold.worker.error;

/** Memory of a machine or a process that is not enough; the message says for what. */
public final class ResourceException extends RuntimeException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  public ResourceException(String message) {
    super(message);
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.RESOURCES;
  }
}
