package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TargetVarianceTest {
  private static final int WIDTH = 2;
  private static final DataShape SHAPE =
      new DataShape(InputShape.ofTokens(3), DataShape.Target.FRAMES, WIDTH);

  @Test
  void isThatOfTheUnmaskedTargets() {
    assertThat(variance(LossUnit.SQUARED_ERROR, 0))
        .isCloseTo(8.0 / 3 + 2.0 / 3, Offset.offset(1e-12));
    assertThat(variance(LossUnit.MEAN_SQUARED_ERROR, 0)).isCloseTo(5.0 / 3, Offset.offset(1e-12));
    assertThat(variance(LossUnit.NATS, 0)).isZero();
  }

  @Test
  void aLargeMeanCostsNoDigits() {
    assertThat(variance(LossUnit.SQUARED_ERROR, 1 << 20))
        .isEqualTo(variance(LossUnit.SQUARED_ERROR, 0));
  }

  @Test
  void targetsCountByTheirWeights() {
    TargetVariance variance = new TargetVariance(LossUnit.SQUARED_ERROR);
    Chunk chunk = new Chunk(3, 1, SHAPE, 0);
    for (int i = 0; i < 3; i++) {
      set(chunk, i, i == 0 ? 1e30f : 4 * i, 0);
      chunk.weights().set(i, i == 0 ? 0 : i == 1 ? 3 : 1);
    }
    chunk.filled(3);
    variance.add(chunk);
    assertThat(variance.value()).isCloseTo(3, Offset.offset(1e-12));
  }

  @Test
  void isZeroWithoutTargets() {
    assertThat(new TargetVariance(LossUnit.MEAN_SQUARED_ERROR).value()).isZero();
  }

  /**
   * Returns the variance of the targets (1, 0), (3, 1), (5, 2) in two chunks with some masked
   * positions.
   */
  private static double variance(LossUnit unit, int shift) {
    TargetVariance variance = new TargetVariance(unit);
    Chunk chunk = new Chunk(2, 1, SHAPE, 0);
    set(chunk, 0, 1 + shift, shift);
    set(chunk, 1, 99, 99);
    chunk.targets()[1] = Chunk.NO_TARGET;
    chunk.filled(2);
    variance.add(chunk);
    set(chunk, 0, 3 + shift, 1 + shift);
    set(chunk, 1, 5 + shift, 2 + shift);
    chunk.targets()[1] = 0;
    chunk.filled(2);
    variance.add(chunk);
    return variance.value();
  }

  private static void set(Chunk chunk, int position, float... frame) {
    System.arraycopy(frame, 0, chunk.targetFrames(), position * WIDTH, WIDTH);
  }
}
