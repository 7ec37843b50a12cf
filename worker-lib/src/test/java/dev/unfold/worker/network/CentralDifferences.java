package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.Tensor;
import dev.unfold.worker.sequence.Chunk;

/** Holds the gradients of a network to differences of its loss. */
final class CentralDifferences {
  private CentralDifferences() {}

  /** Of every parameter, each tensor within a thousandth of its length. */
  static void assertGradients(NetworkFixture fixture, Chunk chunk, float[] carry) {
    fixture.train(chunk, carry);
    for (Tensor tensor : fixture.network.parameters().tensors()) {
      float[] analytic = fixture.gradient(tensor);
      double error = 0;
      double length = 0;
      for (int i = 0; i < analytic.length; i++) {
        double numeric = centralDifference(fixture, tensor.offset() + i, chunk, carry);
        error += Math.pow(numeric - analytic[i], 2);
        length += Math.pow(numeric, 2);
      }
      assertThat(length).as("gradient of " + tensor.name()).isPositive();
      assertThat(Math.sqrt(error / length)).as("error of " + tensor.name()).isLessThan(1e-3);
    }
  }

  /** The five-point rule: (f(-2h) - 8 f(-h) + 8 f(h) - f(2h)) / 12h. */
  private static double centralDifference(
      NetworkFixture fixture, int index, Chunk chunk, float[] carry) {
    float h = 0x1p-5f;
    float value = fixture.parameters.get(index);
    double[] loss = new double[5];
    for (int i = -2; i <= 2; i++) {
      fixture.parameters.put(index, value + i * h);
      fixture.forward.parametersChanged();
      loss[i + 2] = fixture.meanLoss(chunk, carry);
    }
    fixture.parameters.put(index, value);
    fixture.forward.parametersChanged();
    return (loss[0] - 8 * loss[1] + 8 * loss[3] - loss[4]) / (12 * h);
  }
}
