package dev.unfold.worker.sequence.audio;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * The format of the samples of a wav file.
 *
 * @param encoding the encoding of a sample
 * @param channels the number of channels; a frame has a sample of each
 * @param rate the number of frames per second
 */
public record WavFormat(SampleEncoding encoding, int channels, int rate) implements Serializable {
  /** Returns the number of bytes of a frame. */
  public int frameBytes() {
    return channels * encoding.bytes();
  }

  /**
   * Returns the amplitude of a frame: the mean of its channels.
   *
   * @param frames a little-endian buffer
   * @param at the index of the first byte of the frame
   */
  public double amplitude(ByteBuffer frames, int at) {
    double sum = 0;
    for (int channel = 0; channel < channels; channel++) {
      sum += encoding.amplitude(frames, at + channel * encoding.bytes());
    }
    return sum / channels;
  }
}
