package dev.unfold.worker.network.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import org.junit.jupiter.api.Test;

class DropoutMaskTest {
  private static final int ROWS = 50;
  private static final int WIDTH = 7;
  private static final int PLACE = 3;
  private static final double PROBABILITY = 0.3;

  /** The masks are a part of the results of runs, so they are compared with their definition. */
  @Test
  void anElementIsDroppedIfTheRandomNumberOfItsIndexIsBelowTheProbability() {
    ForwardMode mode = ForwardMode.training(new CounterRandom(5));
    CounterRandom random = mode.random().derive(PLACE);
    float scale = (float) (1 / (1 - PROBABILITY));
    try (Workspace workspace = new Workspace()) {
      Matrix input = workspace.matrix(ROWS, WIDTH);
      Matrix output = workspace.matrix(ROWS, WIDTH);
      float[] expected = new float[input.size()];
      for (int i = 0; i < input.size(); i++) {
        input.put(i, i - 100f);
        boolean dropped = random.uniform(i) < PROBABILITY;
        expected[i] = dropped ? 0f : (i - 100f) * scale;
      }
      new DropoutMask(PROBABILITY, WIDTH, PLACE).apply(input, output, ROWS, mode);

      assertThat(output.toArray()).containsExactly(expected);
    }
  }

  @Test
  void aLockedMaskIsThatOfTheFirstStepAtAllSteps() {
    int lanes = 10;
    ForwardMode mode = ForwardMode.training(new CounterRandom(5));
    try (Workspace workspace = new Workspace()) {
      Matrix input = workspace.matrix(ROWS, WIDTH);
      Matrix each = workspace.matrix(ROWS, WIDTH);
      Matrix locked = workspace.matrix(ROWS, WIDTH);
      for (int i = 0; i < input.size(); i++) {
        input.put(i, 1);
      }
      new DropoutMask(PROBABILITY, WIDTH, PLACE).apply(input, each, ROWS, mode);
      DropoutMask.locked(PROBABILITY, WIDTH, PLACE, lanes).apply(input, locked, ROWS, mode);
      float[] first = each.rows(0, lanes).toArray();
      for (int step = 0; step < ROWS / lanes; step++) {
        assertThat(locked.rows(step * lanes, lanes).toArray()).containsExactly(first);
      }
    }
  }
}
