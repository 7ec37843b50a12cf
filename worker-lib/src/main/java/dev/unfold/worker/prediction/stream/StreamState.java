package dev.unfold.worker.prediction.stream;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The state of a stream between two events and its bytes: the format version, the hash of the
 * model, the number of events, each array after its length, and the CRC-32C of all these bytes.
 * Arrays are not copied and must not be modified.
 *
 * @param model the SHA-256 of the parameters of its model, as 64 hexadecimal digits
 * @param events the number of events of the stream
 * @param carry the states of the layers, one after the other
 * @param logits the logits of the next class; empty if the model does not predict one
 * @param first the encoded first event, if the model reads the times between events
 * @param previous the encoded event before, if the model reads the times between events
 */
public record StreamState(
    String model, long events, float[] carry, float[] logits, byte[] first, byte[] previous) {
  /** The format of a state, and of the position that a query stores with it. */
  private static final int VERSION = 0x554e5302;

  private static final int HASH_BYTES = 32;
  private static final int LENGTHS = 4;

  /** Returns the state before the first event. */
  public static StreamState initial(String model) {
    return new StreamState(model, 0, new float[0], new float[0], new byte[0], new byte[0]);
  }

  /** Returns whether the network reads the next event without those before. */
  public boolean isStart() {
    return carry.length == 0 && logits.length == 0 && first.length == 0;
  }

  /** Returns the state of the same stream in which the network has forgotten the events before. */
  public StreamState restarted() {
    StreamState initial = initial(model);
    return new StreamState(
        model, events, initial.carry, initial.logits, initial.first, initial.previous);
  }

  /** Returns the bytes of the state. */
  public byte[] toBytes() {
    int floats = carry.length + logits.length;
    int size =
        Integer.BYTES * (2 + LENGTHS)
            + HASH_BYTES
            + Long.BYTES
            + floats * Float.BYTES
            + first.length
            + previous.length;
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.putInt(VERSION).put(HexFormat.of().parseHex(model)).putLong(events);
    putInto(bytes, carry);
    putInto(bytes, logits);
    bytes.putInt(first.length).put(first).putInt(previous.length).put(previous);
    return bytes.putInt(checksum(bytes.array(), bytes.position())).array();
  }

  /**
   * Reads the bytes of a state.
   *
   * @throws StreamStateException if they are not those of a state, or damaged
   */
  public static StreamState of(byte[] bytes) throws StreamStateException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int version = in.getInt();
      if (version != VERSION) {
        throw new StreamStateException(
            "version " + (VERSION & 0xff), "version " + (version & 0xff));
      }
      int end = bytes.length - Integer.BYTES;
      if (in.getInt(end) != checksum(bytes, end)) {
        throw new StreamStateException("an undamaged one", "another checksum");
      }
      byte[] hash = new byte[HASH_BYTES];
      in.get(hash);
      long events = in.getLong();
      return new StreamState(
          HexFormat.of().formatHex(hash), events, floats(in), floats(in), block(in), block(in));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new StreamStateException(
          "the bytes of a state", bytes.length + " bytes of something else");
    }
  }

  private static void putInto(ByteBuffer bytes, float[] values) {
    bytes.putInt(values.length).asFloatBuffer().put(values);
    bytes.position(bytes.position() + values.length * Float.BYTES);
  }

  private static float[] floats(ByteBuffer in) {
    float[] values = new float[length(in, Float.BYTES)];
    in.asFloatBuffer().get(values);
    in.position(in.position() + values.length * Float.BYTES);
    return values;
  }

  private static byte[] block(ByteBuffer in) {
    byte[] block = new byte[length(in, 1)];
    in.get(block);
    return block;
  }

  /** Returns the length of an array that the remaining bytes can hold. */
  private static int length(ByteBuffer in, int bytesEach) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / bytesEach) {
      throw new BufferUnderflowException();
    }
    return length;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
