package dev.unfold.worker.prediction.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.ParserFuzzer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class StreamStateTest {
  private static final int TIMES = 10_000;
  private static final StreamState STATE =
      new StreamState(
          "0123456789abcdef".repeat(4),
          7,
          new float[] {1, -2, 3},
          new float[] {0.5f},
          new byte[] {1, 2},
          new byte[] {3});

  @Test
  void bytesAreReadBack() throws IOException {
    StreamState read = StreamState.of(STATE.toBytes());

    assertThat(read).usingRecursiveComparison().isEqualTo(STATE);
  }

  @Test
  void anotherVersionIsNamed() {
    byte[] bytes = STATE.toBytes();
    bytes[Integer.BYTES - 1]++;

    assertThatThrownBy(() -> StreamState.of(bytes))
        .isInstanceOf(StreamStateException.class)
        .hasMessage("the state cannot be read: expected version 2, found version 3");
  }

  @Test
  void damagedStates() throws IOException {
    fuzz(STATE.toBytes(), StreamState::of);
  }

  @Test
  void damagedStatesWithTheRightChecksum() throws IOException {
    byte[] bytes = STATE.toBytes();
    fuzz(
        Arrays.copyOf(bytes, bytes.length - Integer.BYTES),
        damaged -> {
          CRC32C crc = new CRC32C();
          crc.update(damaged);
          ByteBuffer all = ByteBuffer.allocate(damaged.length + Integer.BYTES);
          StreamState.of(all.put(damaged).putInt((int) crc.getValue()).array());
        });
  }

  private static void fuzz(byte[] file, ParserFuzzer.Reader reader) throws IOException {
    byte[] other = StreamState.initial(STATE.model()).toBytes();
    new ParserFuzzer(file, other, "state", List.of(IOException.class)).run(TIMES, reader);
  }
}
