package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

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

  /** The number of random directions in which a tensor of more values is changed. */
  private static final int DIRECTIONS = 6;

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
    Map<ParameterTensor, float[]> gradients = new LinkedHashMap<>();
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
      ParameterTensor tensor,
      float[] analytic,
      Chunk chunk,
      float[] carry,
      float h) {
    double error = 0;
    double length = 0;
    List<float[]> directions = directions(analytic.length);
    for (float[] direction : directions) {
      double slope = 0;
      for (int i = 0; i < analytic.length; i++) {
        slope += direction[i] * analytic[i];
      }
      double numeric = centralDifference(fixture, tensor, direction, chunk, carry, h);
      error += Math.pow(numeric - slope, 2) / directions.size();
      length += Math.pow(numeric, 2) / directions.size();
    }
    assertThat(length).as("gradient of " + tensor.name()).isPositive();
    double rounding = ROUNDING / h;
    assertThat(Math.sqrt(error))
        .as("error of " + tensor.name())
        .isLessThan(1e-3 * Math.sqrt(length) + rounding);
  }

  /**
   * Returns directions of length 1 in which a tensor is changed: the axes of a small tensor,
   * otherwise random ones whose values differ only in their signs. The mean square of the slopes of
   * a function in such directions is the square of the length of its gradient over the number of
   * values (Hutchinson 1989), so an error of any value shows in all of them.
   */
  private static List<float[]> directions(int values) {
    List<float[]> directions = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(values);
    for (int i = 0; i < Math.min(values, DIRECTIONS); i++) {
      float[] direction = new float[values];
      if (values <= DIRECTIONS) {
        direction[i] = 1;
      } else {
        for (int j = 0; j < values; j++) {
          direction[j] = (float) ((random.nextBoolean() ? 1 : -1) / Math.sqrt(values));
        }
      }
      directions.add(direction);
    }
    return directions;
  }

  /** The five-point rule: (f(-2h) - 8 f(-h) + 8 f(h) - f(2h)) / 12h. */
  private static double centralDifference(
      NetworkFixture fixture,
      ParameterTensor tensor,
      float[] direction,
      Chunk chunk,
      float[] carry,
      float h) {
    float[] values = new float[direction.length];
    fixture.parameters.get(tensor.offset(), values, values.length);
    double[] loss = new double[STEPS.length];
    for (int i = 0; i < STEPS.length; i++) {
      float[] moved = values.clone();
      for (int j = 0; j < moved.length; j++) {
        moved[j] += STEPS[i] * h * direction[j];
      }
      fixture.parameters.put(tensor.offset(), moved, moved.length);
      fixture.forward.parametersChanged();
      loss[i] = fixture.meanTrainingLoss(chunk, carry);
    }
    fixture.parameters.put(tensor.offset(), values, values.length);
    fixture.forward.parametersChanged();
    return (loss[0] - 8 * loss[1] + 8 * loss[2] - loss[3]) / (12 * h);
  }
}
