package dev.unfold.worker.model;

import static dev.unfold.worker.model.SafetensorsFiles.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged files are read or refused; nothing else is thrown, and memory stays bounded. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFilesTest {
  private static final int MUTATIONS = 20_000;
  private static final long MOST_BYTES_PER_READ = 2 << 20;

  /** What makes sense, or nearly, somewhere in a header or a configuration. */
  private static final List<String> FRAGMENTS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\u0000",
          "\\ud800",
          "-1",
          "0",
          "1e400",
          "null",
          "9223372036854775807",
          "4611686018427387904",
          "true",
          "\"F16\"",
          "\"w\":",
          "NaN",
          "\"__metadata__\":",
          "[".repeat(2000),
          "\"hidden\":",
          "\"formatVersion\":\"2.0\",");

  private interface Reader {
    void read(byte[] file) throws IOException;
  }

  @Test
  void damagedSafetensorsFiles() throws IOException {
    float[] vector = ramp(40);
    byte[] file =
        SafetensorsFiles.write(
            Map.of("format", "unfold", "step", "12"),
            List.of(
                TensorData.in(vector, 0, TensorSpec.of("embedding.weight", 5, 4)),
                TensorData.in(vector, 20, TensorSpec.of("w", 2, 3, 3)),
                TensorData.in(vector, 38, TensorSpec.of("b", 2))));
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    attack(file, Long.BYTES, header, SafetensorsFiles::readValues);
  }

  @Test
  void damagedConfigurations() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelConfigFile.write(out, ModelConfigFileTest.CONFIG);
    byte[] file = out.toByteArray();
    attack(file, 0, file.length, f -> ModelConfigFile.read("config", new ByteArrayInputStream(f)));
  }

  @Test
  void memoryFollowsTheStreamAndNotTheClaimedSize() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] file = SafetensorsFiles.file("{}");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(SafetensorsHeader.MAX_BYTES);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(
            () -> SafetensorsReader.open("tiny", new ByteArrayInputStream(file), Long.MAX_VALUE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("tiny: expected a header of 100000000 bytes, found 2 until the end");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES_PER_READ);
  }

  private static void attack(byte[] file, int textStart, int textLength, Reader reader)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    reader.read(file);
    int refused = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      byte[] damaged = damage(file, textStart, textLength, new Random(seed));
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        reader.read(damaged);
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageMatching("(?s)(tiny|config).*: .*");
        refused++;
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw new AssertionError("mutation of seed " + seed, e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for the mutation of seed %d", seed)
          .isLessThan(MOST_BYTES_PER_READ);
    }
    assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 1);
  }

  private static byte[] damage(byte[] file, int textStart, int textLength, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> flipBits(file, random);
      case 1 -> Arrays.copyOf(file, random.nextInt(file.length + 9));
      case 2 -> changeLength(file, random);
      case 3 -> editText(file, textStart, textLength, random, 1);
      default -> editText(file, textStart, textLength, random, 4);
    };
  }

  private static byte[] flipBits(byte[] file, Random random) {
    byte[] damaged = file.clone();
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  private static byte[] changeLength(byte[] file, Random random) {
    byte[] damaged = file.clone();
    long length =
        random.nextBoolean()
            ? random.nextLong() >> random.nextInt(64)
            : damaged[0] + random.nextInt(33) - 16;
    ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    return damaged;
  }

  /** Replaces stretches of the text, and the length before it, if there is one, to match. */
  private static byte[] editText(
      byte[] file, int textStart, int textLength, Random random, int edits) {
    StringBuilder text =
        new StringBuilder(new String(file, textStart, textLength, StandardCharsets.UTF_8));
    for (int i = 0; i < edits; i++) {
      int start = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), start + random.nextInt(6));
      text.replace(start, end, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
    }
    byte[] edited = text.toString().getBytes(StandardCharsets.UTF_8);
    int rest = file.length - textStart - textLength;
    ByteBuffer damaged =
        ByteBuffer.allocate(textStart + edited.length + rest).order(ByteOrder.LITTLE_ENDIAN);
    if (textStart == Long.BYTES) {
      damaged.putLong(edited.length);
    }
    return damaged.put(edited).put(file, textStart + textLength, rest).array();
  }
}
