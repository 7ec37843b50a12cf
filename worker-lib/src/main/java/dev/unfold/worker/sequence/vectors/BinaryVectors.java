package dev.unfold.worker.sequence.vectors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The words and vectors of a binary file of word2vec behind its first line. */
final class BinaryVectors implements WordVectors {
  private final VectorBytes bytes;
  private final long words;
  private final int width;
  private final float[] vector;

  BinaryVectors(VectorBytes bytes, long words, int width) {
    this.bytes = bytes;
    this.words = words;
    this.width = width;
    vector = new float[width];
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public long read(Receiver receiver) throws IOException {
    for (long word = 0; word < words; word++) {
      skipNewline();
      int length = bytes.distanceTo(' ', "a word");
      int size = Float.BYTES * width;
      if (length < 0 || bytes.require(length + 1 + size) < length + 1 + size) {
        throw new WordVectorFormatException(
            bytes.place(),
            "a word and " + width + " floats, since the first line says " + words + " words",
            "the end of the file after " + word + " words");
      }
      String text = new String(bytes.buffer(), bytes.position(), length, StandardCharsets.UTF_8);
      bytes.skip(length + 1);
      if (receiver.needs(text)) {
        receiver.accept(text, vector(text));
      }
      bytes.skip(size);
    }
    skipNewline();
    if (bytes.require(1) > 0) {
      throw new WordVectorFormatException(
          bytes.place(),
          "the end of the file after " + words + " words, as the first line says",
          "more bytes");
    }
    return words;
  }

  private void skipNewline() throws IOException {
    if (bytes.require(1) > 0 && bytes.buffer()[bytes.position()] == '\n') {
      bytes.skip(1);
    }
  }

  private float[] vector(String word) throws WordVectorFormatException {
    ByteBuffer.wrap(bytes.buffer(), bytes.position(), Float.BYTES * width)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(vector);
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new WordVectorFormatException(
            bytes.place(), "finite numbers for the word \"" + word + "\"", value);
      }
    }
    return vector;
  }
}
