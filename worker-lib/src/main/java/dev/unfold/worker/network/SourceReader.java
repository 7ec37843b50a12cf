package dev.unfold.worker.network;

import dev.unfold.worker.network.decoder.DecoderForward;
import dev.unfold.worker.network.decoder.SourceEncoderForward;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.sequence.Chunk;

/**
 * Encodes the sources of chunks for a decoder. If no lane is reset in a chunk, its sources are
 * those of the previous chunk and need not be encoded again; step-by-step decoding relies on this.
 */
final class SourceReader {
  private final SourceEncoderForward encoder;
  private final DecoderForward decoder;
  private boolean unread = true;

  SourceReader(SourceEncoderForward encoder, DecoderForward decoder) {
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** Must be called after the parameters were set or changed. */
  void parametersChanged() {
    encoder.parametersChanged();
    unread = true;
  }

  /** Encodes the sources of a chunk. */
  void read(Chunk chunk, ForwardMode mode) {
    Chunk source = chunk.requireSource();
    encoder.forward(source, mode);
    decoder.read(source);
    unread = false;
  }

  /** Encodes the sources of a chunk as in evaluation, unless they are those that were read last. */
  void readIfNew(Chunk chunk) {
    if (unread || startsAnew(chunk)) {
      read(chunk, ForwardMode.TEACHER_FORCED);
    }
  }

  private static boolean startsAnew(Chunk chunk) {
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      if (chunk.resets()[position]) {
        return true;
      }
    }
    return false;
  }
}
