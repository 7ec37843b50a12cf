package dev.unfold.inference;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if a model cannot be loaded or used as requested; its message says what to change. */
public final class ModelException extends RuntimeException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  ModelException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  ModelException(Throwable cause) {
    super(ClassifiedError.originOf(cause).getMessage(), cause);
    kind = ClassifiedError.kindOf(cause);
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }

  /** A call of parts of Unfold that throw other exceptions. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** Returns the result of a call, whose exceptions become those of this class. */
  static <T> T replacing(Call<T> call) {
    try {
      return call.run();
    } catch (ModelException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ModelException(e);
    }
  }

  /** Rejects a request that does not suit the model. */
  static void require(boolean valid, String expected, Object found) {
    if (!valid) {
      throw new ModelException(ErrorKind.USAGE, "expected " + expected + ", found " + found);
    }
  }
}
