package dev.unfold.driver.operation;

import dev.unfold.worker.error.ClassifiedError;
import java.io.FileNotFoundException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Words errors for those who can fix them. */
public final class ErrorMessages {
  private ErrorMessages() {}

  /** Returns the message of an error, with what the message of Java itself lacks. */
  public static String of(Throwable error) {
    Throwable cause = ClassifiedError.originOf(error);
    if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return "no such file: " + cause.getMessage();
    }
    boolean bare = cause instanceof FileSystemException || cause.getMessage() == null;
    return bare ? cause.toString() : cause.getMessage();
  }
}
