package dev.unfold.worker.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates small safetensors files for tests and reads them completely. */
final class SafetensorsFiles {
  private SafetensorsFiles() {}

  /** Returns the bytes of a file with this header, which is not padded, and these values. */
  static byte[] file(String header, float... values) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + values.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  static byte[] write(Map<String, String> metadata, List<? extends TensorData> tensors)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsWriter.write(out, metadata, tensors);
    return out.toByteArray();
  }

  static SafetensorsHeader readHeader(byte[] file) throws IOException {
    return open(file).header();
  }

  /** Reads all values by name, in the order of the file. */
  static Map<String, float[]> readValues(byte[] file) throws IOException {
    SafetensorsReader reader = open(file);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (TensorSpec tensor : reader.header().tensors()) {
      values.put(tensor.name(), new float[Math.toIntExact(tensor.elements())]);
    }
    reader.readAll(
        (tensor, offset, block, count) ->
            System.arraycopy(block, 0, values.get(tensor.name()), (int) offset, count));
    return values;
  }

  /** Returns the values 1, 2, …. */
  static float[] ramp(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i + 1;
    }
    return values;
  }

  private static SafetensorsReader open(byte[] file) throws IOException {
    return SafetensorsReader.open("tiny", new ByteArrayInputStream(file), file.length);
  }
}
