package dev.unfold.worker.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * Writes float32 tensors as a safetensors file: the length of the header as 8 bytes little-endian,
 * the header as JSON padded with spaces to a multiple of 8, the values little-endian and row-major
 * in the given order.
 *
 * <p>The same arguments always result in the same bytes. The format is defined at
 * https://github.com/huggingface/safetensors.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int BLOCK_FLOATS = 16_384;

  private SafetensorsWriter() {}

  /**
   * Writes a complete file and flushes the stream, but does not close it.
   *
   * @param metadata arbitrary text by key; written in sorted order
   * @throws IOException if the stream fails or a tensor cannot be read
   * @throws IllegalArgumentException if a name occurs twice or the header is too long
   */
  public static void write(
      OutputStream out, Map<String, String> metadata, List<? extends TensorData> tensors)
      throws IOException {
    List<TensorSpec> specs = tensors.stream().map(TensorData::spec).toList();
    byte[] header = encode(new SafetensorsHeader(metadata, specs));
    byte[] length = new byte[Long.BYTES];
    littleEndian(length).putLong(header.length);
    out.write(length);
    out.write(header);
    float[] block = new float[BLOCK_FLOATS];
    byte[] bytes = new byte[BLOCK_FLOATS * Float.BYTES];
    FloatBuffer values = littleEndian(bytes).asFloatBuffer();
    for (TensorData tensor : tensors) {
      long elements = tensor.spec().elements();
      for (long offset = 0; offset < elements; offset += BLOCK_FLOATS) {
        int count = (int) Math.min(BLOCK_FLOATS, elements - offset);
        tensor.readInto(block, offset, count);
        values.put(0, block, 0, count);
        out.write(bytes, 0, count * Float.BYTES);
      }
    }
    out.flush();
  }

  private static byte[] encode(SafetensorsHeader header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!header.metadata().isEmpty()) {
        json.writeObjectFieldStart(TensorSpec.METADATA);
        for (Map.Entry<String, String> entry : header.metadata().entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long start = 0;
      for (TensorSpec tensor : header.tensors()) {
        long end = Math.addExact(start, tensor.bytes());
        encode(tensor, start, end, json);
        start = end;
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    if (bytes.size() > SafetensorsHeader.MAX_BYTES) {
      throw new IllegalArgumentException(
          "expected a header of at most "
              + SafetensorsHeader.MAX_BYTES
              + " bytes, found "
              + bytes.size());
    }
    return bytes.toByteArray();
  }

  private static void encode(TensorSpec tensor, long start, long end, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(tensor.name());
    json.writeStringField(SafetensorsHeader.DTYPE, SafetensorsHeader.FLOAT32);
    json.writeArrayFieldStart(SafetensorsHeader.SHAPE);
    for (long dimension : tensor.shape()) {
      json.writeNumber(dimension);
    }
    json.writeEndArray();
    json.writeFieldName(SafetensorsHeader.OFFSETS);
    json.writeArray(new long[] {start, end}, 0, 2);
    json.writeEndObject();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
