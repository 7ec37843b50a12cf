package dev.unfold.driver.prediction.sequence;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleFormatException;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.SequencePosition;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A row that is a step of a sequence.
 *
 * <p>Its key is the bytes of its {@link SequencePosition}, those of its fields, those of its place
 * in the table, and the number of bytes of the place in 4 bytes. Keys that are sorted without signs
 * have the steps of a sequence in the order in which training reads them; rows with equal fields at
 * the same position are in the order of their places.
 *
 * @param key the key
 * @param values the values of all columns; not copied
 */
public record SequenceRow(byte[] key, Object[] values) {
  /** Returns a row. Without fields it has no input, and no other row of its sequence reads it. */
  public static SequenceRow of(PredictionRow row, Optional<Example> fields) {
    byte[] encoded = fields.map(ExampleCodec::encode).orElse(new byte[0]);
    byte[] place = row.place().getBytes(StandardCharsets.UTF_8);
    byte[] position = row.position();
    ByteBuffer key =
        ByteBuffer.allocate(position.length + encoded.length + place.length + Integer.BYTES);
    key.put(position).put(encoded).put(place).putInt(place.length);
    return new SequenceRow(key.array(), row.values().toArray());
  }

  /**
   * Returns the fields; empty if the row has no input.
   *
   * @param orderColumns the number of columns by which the rows of a sequence are ordered
   */
  public Optional<Example> fields(int orderColumns) {
    int end = placeStart();
    int start = SequencePosition.bytes(key, orderColumns);
    try {
      return start == end
          ? Optional.empty()
          : Optional.of(ExampleCodec.decode(Arrays.copyOfRange(key, start, end)));
    } catch (ExampleFormatException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the file and row, for messages. */
  public String place() {
    int start = placeStart();
    return new String(key, start, key.length - Integer.BYTES - start, StandardCharsets.UTF_8);
  }

  private int placeStart() {
    int end = key.length - Integer.BYTES;
    return end - ByteBuffer.wrap(key).getInt(end);
  }
}
