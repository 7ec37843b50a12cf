package dev.unfold.worker.error;

/**
 * Thrown if the memory of a machine or a process is insufficient; the message names the purpose.
 */
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
