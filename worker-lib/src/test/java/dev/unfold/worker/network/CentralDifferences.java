package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.ParameterSlot;
import dev.unfold.worker.sequence.Chunk;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compares the gradients of a network with differences of its loss. */
public final class CentralDifferences {
  /**
   * The step, which is wide enough that the difference exceeds the rounding error of a loss in f32.
   */
  private static final float STEP = 0x1p-5f;

  /** The rounding error of a loss of about 1 in f32: one unit in the last place. */
  private static final double ROUNDING = 0x1p-23;

  /** The points of the five-point rule whose weight is not zero, in steps. */
  private static final int[] STEPS = {-2, -1, 1, 2};

  private CentralDifferences() {}

  /** Checks the gradients of all parameters, each tensor within a thousandth of its norm. */
  public static void assertGradients(NetworkFixture fixture, Chunk chunk, float[] carry) {
    assertGradients(fixture, chunk, carry, STEP);
  }

  /**
   * Checks the gradients of all parameters, each tensor within a thousandth of its norm plus
   * rounding errors.
   *
   * @param h the step, which is narrow if the loss has kinks
   */
  public static void assertGradients(NetworkFixture fixture, Chunk chunk, float[] carry, float h) {
    fixture.train(chunk, carry);
    Map<ParameterSlot, float[]> gradients = new LinkedHashMap<>();
    fixture
        .network
        .parameters()
        .tensors()
        .forEach(tensor -> gradients.put(tensor, fixture.gradient(tensor)));
    gradients.forEach(
        (tensor, analytic) -> assertGradient(fixture, tensor, analytic, chunk, carry, h));
  }

  private static void assertGradient(
      NetworkFixture fixture,
      ParameterSlot tensor,
      float[] analytic,
      Chunk chunk,
      float[] carry,
      float h) {
    double error = 0;
    double length = 0;
    for (int i = 0; i < analytic.length; i++) {
      double numeric = centralDifference(fixture, tensor.offset() + i, chunk, carry, h);
      error += Math.pow(numeric - analytic[i], 2);
      length += Math.pow(numeric, 2);
    }
    assertThat(length).as("gradient of " + tensor.name()).isPositive();
    double rounding = ROUNDING / h * Math.sqrt(analytic.length);
    assertThat(Math.sqrt(error))
        .as("error of " + tensor.name())
        .isLessThan(1e-3 * Math.sqrt(length) + rounding);
  }

  /** The five-point rule: (f(-2h) - 8 f(-h) + 8 f(h) - f(2h)) / 12h. */
  private static double centralDifference(
      NetworkFixture fixture, int index, Chunk chunk, float[] carry, float h) {
    float value = fixture.parameters.get(index);
    double[] loss = new double[STEPS.length];
    for (int i = 0; i < STEPS.length; i++) {
      fixture.parameters.put(index, value + STEPS[i] * h);
      fixture.forward.parametersChanged();
      loss[i] = fixture.meanTrainingLoss(chunk, carry);
    }
    fixture.parameters.put(index, value);
    fixture.forward.parametersChanged();
    return (loss[0] - 8 * loss[1] + 8 * loss[2] - loss[3]) / (12 * h);
  }
}
