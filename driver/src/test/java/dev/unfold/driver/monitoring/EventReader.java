package dev.unfold.driver.monitoring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads event files independently of the writer, with its own checksum. */
public final class EventReader {
  /** The Castagnoli polynomial with its bits reversed. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private final ByteBuffer bytes;

  private EventReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * An event.
   *
   * @param version the version of the file; empty in all events except the first
   * @param sessionStart whether it is the start of a session
   * @param scalars the scalars by tag; empty in other events
   */
  public record Event(
      double wallTime,
      long step,
      String version,
      boolean sessionStart,
      Map<String, Float> scalars) {}

  /** Returns the files of a folder in the order in which TensorBoard reads them. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Returns all events of a file, which must end with a complete one. */
  public static List<Event> read(Path file) throws IOException {
    EventReader reader = new EventReader(Files.readAllBytes(file));
    List<Event> events = new ArrayList<>();
    while (reader.bytes.hasRemaining()) {
      events.add(event(reader.record()));
    }
    return events;
  }

  private byte[] record() {
    byte[] length = take(Long.BYTES);
    requireChecksum(length);
    byte[] data = take(Math.toIntExact(littleEndian(length).getLong()));
    requireChecksum(data);
    return data;
  }

  private byte[] take(int count) {
    byte[] taken = new byte[count];
    bytes.get(taken);
    return taken;
  }

  private void requireChecksum(byte[] data) {
    int crc = checksum(data);
    int expected = (crc >>> 15 | crc << 17) + 0xa282ead8;
    int checksum = bytes.getInt();
    if (checksum != expected) {
      throw new AssertionError("a checksum is wrong before byte " + bytes.position());
    }
  }

  /** Returns the CRC-32C, computed bit by bit. */
  static int checksum(byte[] data) {
    int crc = ~0;
    for (byte value : data) {
      crc ^= value & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
    }
    return ~crc;
  }

  private static Event event(byte[] message) {
    Map<Integer, List<Object>> fields = fields(message);
    boolean start =
        fields.containsKey(7) && fields((byte[]) only(fields, 7)).equals(Map.of(1, List.of(1L)));
    return new Event(
        ((ByteBuffer) only(fields, 1)).getDouble(0),
        (long) only(fields, 2),
        fields.containsKey(3) ? text(only(fields, 3)) : "",
        start,
        fields.containsKey(5) ? scalars((byte[]) only(fields, 5)) : Map.of());
  }

  private static Map<String, Float> scalars(byte[] summary) {
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (Object value : fields(summary).get(1)) {
      Map<Integer, List<Object>> fields = fields((byte[]) value);
      scalars.put(text(only(fields, 1)), ((ByteBuffer) only(fields, 2)).getFloat(0));
    }
    return scalars;
  }

  /**
   * Returns the value of a field: fixed-size numbers as buffers, varints as long, length-delimited
   * values as bytes.
   */
  private static Map<Integer, List<Object>> fields(byte[] message) {
    EventReader reader = new EventReader(message);
    Map<Integer, List<Object>> fields = new LinkedHashMap<>();
    while (reader.bytes.hasRemaining()) {
      int key = (int) reader.varint();
      Object value =
          switch (key & 7) {
            case 0 -> reader.varint();
            case 1 -> littleEndian(reader.take(8));
            case 2 -> reader.take((int) reader.varint());
            case 5 -> littleEndian(reader.take(4));
            default -> throw new AssertionError("a field of type " + (key & 7));
          };
      fields.computeIfAbsent(key >>> 3, field -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static Object only(Map<Integer, List<Object>> fields, int field) {
    List<Object> values = fields.getOrDefault(field, List.of());
    if (values.size() != 1) {
      throw new AssertionError("field " + field + " is there " + values.size() + " times");
    }
    return values.get(0);
  }

  private static String text(Object value) {
    return new String((byte[]) value, StandardCharsets.UTF_8);
  }

  private long varint() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  private static ByteBuffer littleEndian(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}
