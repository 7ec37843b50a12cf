package dev.unfold.worker.sequence.audio;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if a file is not a wav file that can be read; the message does not name the file. */
public final class WavFormatException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * @param offset the offset of the first byte that is not as expected
   */
  public WavFormatException(long offset, String expected, String found) {
    super("expected " + expected + ", found " + found);
    this.offset = offset;
  }

  /** Returns the offset of the first byte that is not as expected. */
  public long offset() {
    return offset;
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
