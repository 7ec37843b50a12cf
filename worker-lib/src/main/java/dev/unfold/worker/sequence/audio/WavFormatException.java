package dev.unfold.worker.sequence.audio;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if a file is not a wav file that can be read; the message does not name the file. */
public final class WavFormatException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String expected;
  private final String found;

  /**
   * @param offset the offset of the first byte that is not as expected
   */
  public WavFormatException(long offset, String expected, String found) {
    super("expected " + expected + ", found " + found);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** Returns the fault of a sample that is not a finite number. */
  public static WavFormatException ofSample(long offset, double amplitude) {
    return new WavFormatException(
        offset,
        "finite samples",
        amplitude + ": write a number in its place, as 0, or leave the recording out");
  }

  /** Returns the offset of the first byte that is not as expected. */
  public long offset() {
    return offset;
  }

  /** Returns what was expected there. */
  public String expected() {
    return expected;
  }

  /** Returns what was found there. */
  public String found() {
    return found;
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
