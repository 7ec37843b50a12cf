package dev.unfold.worker.model;

import static dev.unfold.worker.model.SafetensorsFiles.file;
import static dev.unfold.worker.model.SafetensorsFiles.ramp;
import static dev.unfold.worker.model.SafetensorsFiles.readHeader;
import static dev.unfold.worker.model.SafetensorsFiles.readValues;
import static dev.unfold.worker.model.SafetensorsFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  /** A header in the form of the reference implementation: compact, padded to 8 bytes. */
  private static final String REFERENCE =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
          + "\"bias\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[24,28]}}";

  @Test
  void writesTheBytesOfTheReferenceImplementation() throws IOException {
    float[] vector = ramp(7);
    byte[] written =
        write(
            Map.of("format", "pt"),
            List.of(
                TensorData.in(vector, 0, TensorSpec.of("weight", 2, 3)),
                TensorData.in(vector, 6, TensorSpec.of("bias"))));
    String padding = " ".repeat((8 - REFERENCE.length() % 8) % 8);
    assertThat(padding).isNotEmpty();
    assertThat(written).isEqualTo(file(REFERENCE + padding, vector));
    assertThat(Arrays.copyOf(written, 10))
        .isEqualTo(new byte[] {(byte) 152, 0, 0, 0, 0, 0, 0, 0, '{', '"'});
    assertThat(Arrays.copyOfRange(written, 8 + 152, 8 + 152 + 8))
        .isEqualTo(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
  }

  @Test
  void readsWhatTheReferenceImplementationWrites() throws IOException {
    byte[] file = file(REFERENCE, ramp(7));
    assertThat(readHeader(file))
        .isEqualTo(
            new SafetensorsHeader(
                Map.of("format", "pt"),
                List.of(TensorSpec.of("weight", 2, 3), TensorSpec.of("bias"))));
    assertThat(readValues(file).get("weight")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(readValues(file).get("bias")).containsExactly(7);
  }

  @Test
  void ordersTensorsByTheirPlaceInTheFile() throws IOException {
    byte[] file =
        file(
            "{\"b\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[3,0],\"data_offsets\":[4,4]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            1,
            2);
    assertThat(readValues(file).keySet()).containsExactly("a", "none", "b");
    assertThat(readValues(file).get("b")).containsExactly(2);
  }

  @Test
  void metadataAreSortedAndBitsSurvive() throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("z\n", "ä 🎈 \"");
    metadata.put("a", "");
    float[] values = {
      Float.intBitsToFloat(0x7fa00001), -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY
    };
    byte[] file = write(metadata, List.of(TensorData.in(values, 0, TensorSpec.of("ü", 4))));
    assertThat(readHeader(file).metadata()).isEqualTo(metadata);
    assertThat(new String(file, StandardCharsets.UTF_8)).containsSubsequence("\"a\"", "\"z\\n\"");
    int[] bits = new int[4];
    float[] read = readValues(file).get("ü");
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(read[i]));
    assertThat(bits).containsExactly(0x7fa00001, 0x80000000, 1, 0xff800000);
  }

  @Test
  void blocksJoinWithoutSeams() throws IOException {
    float[] vector = ramp(100_003);
    byte[] file =
        write(
            Map.of(),
            List.of(
                TensorData.in(vector, 0, TensorSpec.of("first", 3)),
                TensorData.in(vector, 3, TensorSpec.of("second", 25_000, 4))));
    assertThat(readValues(file).get("second")).isEqualTo(Arrays.copyOfRange(vector, 3, 100_003));
  }

  @Test
  void refusesTwoTensorsOfOneName() {
    TensorData tensor = TensorData.in(ramp(1), 0, TensorSpec.of("a", 1));
    assertThatThrownBy(() -> write(Map.of(), List.of(tensor, tensor)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two tensors are named a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F16 | [1] | [0,4] | dtype: expected F32, the only one supported, found \"F16\"",
        "F32 | [-1] | [0,4] | expected no negative dimension, found shape [-1]",
        "F32 | [4611686018427387904,4] | [0,4] | expected a size in bytes below 2^63",
        "F32 | [2305843009213693952] | [0,4] | expected a size in bytes below 2^63",
        "F32 | [9223372036854775808] | [0,4] | out of range of long",
        "F32 | [1.0] | [0,4] | shape: expected whole numbers, found VALUE_NUMBER_FLOAT",
        "F32 | [2] | [0,4] | expected values that end 8 bytes later, at byte 4 at the latest, found 4",
        "F32 | [2] | [0,8] | expected values that end 8 bytes later, at byte 4 at the latest, found 8",
        "F32 | [0] | [4,4] | expected values that start at byte 0, found 4",
        "F32 | [0] | [0,0] | expected tensors that fill the 4 bytes of values, found 0",
        "F32 | [1] | [-4,0] | expected values that start at byte 0, found -4",
        "F32 | [1] | [0,4,8] | data_offsets: expected at most 2 numbers, found more",
        "F32 | [1] | [0] | expected dtype, shape and two data_offsets",
        "F32 | 1 | [0,4] | shape: expected an array, found VALUE_NUMBER_INT",
      })
  void refusesWrongTensors(String dtype, String shape, String offsets, String message) {
    String header =
        "{\"w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(dtype, shape, offsets);
    assertThatThrownBy(() -> readValues(file(header, 1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("tiny, header")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " {}",
        "[]",
        "{",
        "{} {}",
        "{\"__metadata__\":{\"a\":1}}",
        "{\"__metadata__\":{},\"__metadata__\":{}}",
        "{\"__metadata__\":{\"a\":\"\",\"\\u0061\":\"\"}}",
        "{\"w\":[]}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0],\"more\":1}}",
      })
  void refusesWrongHeaders(String header) {
    assertThatThrownBy(() -> readValues(file(header)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("tiny");
  }

  @Test
  void refusesOverlapsAndDuplicates() {
    String tensor = "\"%s\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}";
    String first = tensor.formatted("a", 0, 4);
    assertThatThrownBy(() -> readValues(file("{" + first + "," + first + "}", 1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("Duplicate field 'a'");
    assertThatThrownBy(
            () -> readValues(file("{" + first + "," + tensor.formatted("b", 0, 4) + "}", 1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor \"b\", data_offsets: expected values that start at byte 4");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] file = file(REFERENCE, ramp(7));
    file[8 + REFERENCE.indexOf("weight")] = (byte) 0xff;
    assertThatThrownBy(() -> readValues(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("tiny, header: expected UTF-8, found other bytes");
  }

  @Test
  void refusesStreamsOfAnotherSize() {
    byte[] file = file(REFERENCE, ramp(7));
    assertThatThrownBy(() -> readAs(Arrays.copyOf(file, file.length - 1), file.length))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("tiny, tensor \"bias\": expected 4 bytes of values, found 3 until the end");
    assertThatThrownBy(() -> readAs(Arrays.copyOf(file, file.length + 1), file.length))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("tiny: expected the end of the file after the last tensor, found more bytes");
    assertThatThrownBy(() -> readAs(Arrays.copyOf(file, 7), 7))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("expected 8 bytes with the length of the header, found 7 bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE})
  void refusesHeadersOfImpossibleLength(long length) {
    byte[] file = file(REFERENCE, ramp(7));
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertThatThrownBy(() -> readAs(file, Long.MAX_VALUE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "tiny: expected a header of at most 100000000 bytes, found "
                + Long.toUnsignedString(length));
  }

  private static void readAs(byte[] file, long size) throws IOException {
    SafetensorsReader.open("tiny", new ByteArrayInputStream(file), size)
        .readAll((tensor, offset, block, count) -> {});
  }
}
