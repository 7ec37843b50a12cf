package dev.unfold.worker.sequence.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The samples of a recording.
 *
 * @param amplitudes the mean of the channels at each time, nominally in [-1, 1]
 * @param rate the number of samples per second
 */
public record WavSamples(double[] amplitudes, int rate) {
  /**
   * Decodes a wav file.
   *
   * @param file the bytes of the whole file
   * @throws WavFormatException if it is not a wav file that can be read, or a sample is not a
   *     finite number
   * @throws IOException never otherwise
   */
  public static WavSamples decode(byte[] file) throws IOException {
    WavHeader header = WavHeaderReader.read(new ByteArrayInputStream(file), file.length);
    WavFormat format = header.format();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    double[] amplitudes = new double[(int) header.frames()];
    for (int i = 0; i < amplitudes.length; i++) {
      int at = (int) header.dataStart() + i * format.frameBytes();
      amplitudes[i] = format.amplitude(bytes, at);
      if (!Double.isFinite(amplitudes[i])) {
        throw WavFormatException.ofSample(at, amplitudes[i]);
      }
    }
    return new WavSamples(amplitudes, format.rate());
  }
}
