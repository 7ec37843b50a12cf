package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStateTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 100_003})
  void everyBitSurvivesSerialization(int length) throws Exception {
    ModelState state = new ModelState(vector(length, 1), vector(2 * length, 2));

    byte[] bytes = serialize(state);
    ModelState read =
        (ModelState) new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();

    assertThat(bits(read.parameters())).isEqualTo(bits(state.parameters()));
    assertThat(bits(read.optimizer())).isEqualTo(bits(state.optimizer()));
    int overhead = 5 * (3 * length * Float.BYTES / 1024) + 500;
    assertThat(bytes.length).isLessThan(3 * length * Float.BYTES + overhead);
  }

  /** Returns all kinds of floats, including special values. */
  private static float[] vector(int length, int seed) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Float.intBitsToFloat(i * 0x9E3779B1 + seed);
    }
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private static byte[] serialize(ModelState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(state);
    }
    return bytes.toByteArray();
  }
}
