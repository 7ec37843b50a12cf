package dev.unfold.worker.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static final DataShape SPELLED =
      new DataShape(List.of(InputShape.ofTokens(100)), 30, DataShape.Target.FRAMES, 2);

  @Test
  void lanesCanBeRepeatedAndReordered() {
    Chunk chunk = new Chunk(2, 3, SPELLED, 2);
    Chunk characters = chunk.characters().orElseThrow();
    for (int i = 0; i < 6; i++) {
      chunk.inputs()[i] = 10 + i;
      chunk.targets()[i] = i == 4 ? Chunk.NO_TARGET : i;
      chunk.present()[i] = i != 4;
      chunk.resets()[i] = i < 3;
      chunk.targetFrames()[2 * i + 1] = i;
      characters.inputs()[i] = i;
      characters.inputs()[6 + i] = 20 + i;
    }
    characters.filled(2);
    chunk.weights().set(1, 0);
    chunk.weights().set(2, 2.5f);
    chunk.filled(2);
    assertThat(chunk.targetCount()).isEqualTo(4);
    assertThat(chunk.weightSum()).isEqualTo(5.5);

    Chunk copy = chunk.ofLanes(2, 1, 2, 0);

    assertThat(copy.steps()).isEqualTo(2);
    assertThat(copy.batch()).isEqualTo(4);
    assertThat(copy.targetCount()).isEqualTo(6);
    assertThat(copy.weight(0)).isEqualTo(copy.weight(2)).isEqualTo(2.5);
    assertThat(copy.weight(1)).isZero();
    assertThat(copy.weight(5)).isZero();
    assertThat(copy.weightSum()).isEqualTo(9);
    assertThat(copy.inputs()).containsExactly(12, 11, 12, 10, 15, 14, 15, 13);
    assertThat(copy.present()).containsExactly(true, true, true, true, true, false, true, true);
    assertThat(copy.targets()).containsExactly(2, 1, 2, 0, 5, Chunk.NO_TARGET, 5, 3);
    assertThat(copy.targetFrames()).startsWith(0, 2, 0, 1, 0, 2, 0, 0, 0, 5);
    assertThat(copy.characters().orElseThrow().inputs())
        .containsExactly(2, 1, 2, 0, 5, 4, 5, 3, 22, 21, 22, 20, 25, 24, 25, 23);
  }

  @Test
  void sourcesFollowTheirLanes() {
    Chunk source = new Chunk(1, 2);
    source.inputs()[1] = 7;
    source.filled(1);
    Chunk chunk = Chunk.withSource(3, 2, source);
    chunk.filled(3);
    assertThat(chunk.ofLanes(1).requireSource().inputs()).containsExactly(7);
  }
}
