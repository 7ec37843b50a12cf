package dev.unfold.worker.network.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsedStepsTest {
  @Test
  void rowsArePaddedToAMultipleWithinTheChunk() {
    UsedSteps steps = new UsedSteps(100);
    boolean[] used = new boolean[100];
    used[3] = true;
    used[70] = true;

    steps.use(used, 100);

    assertThat(steps.count()).isEqualTo(2);
    assertThat(steps.padded()).isEqualTo(48);
    assertThat(steps.row(3)).isZero();
    assertThat(steps.row(70)).isEqualTo(1);
    assertThat(steps.row(4)).isEqualTo(UsedSteps.NONE);
    steps.use(used, 20);
    assertThat(steps.padded()).isEqualTo(20);
  }

  @Test
  void thereIsARowWithoutUsedSteps() {
    UsedSteps steps = new UsedSteps(100);

    steps.use(new boolean[100], 100);

    assertThat(steps.count()).isZero();
    assertThat(steps.padded()).isEqualTo(48);
    steps.use(new boolean[100], 1);
    assertThat(steps.padded()).isEqualTo(1);
  }
}
