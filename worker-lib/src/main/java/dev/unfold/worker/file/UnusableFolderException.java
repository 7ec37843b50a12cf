package dev.unfold.worker.file;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if a folder of committed files is incomplete or damaged, or none. */
public final class UnusableFolderException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  UnusableFolderException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
