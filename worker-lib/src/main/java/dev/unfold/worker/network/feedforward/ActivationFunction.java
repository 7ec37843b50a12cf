package dev.unfold.worker.network.feedforward;

import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.tensor.Elementwise;

/** The activation functions and their derivatives. */
public final class ActivationFunction {
  private ActivationFunction() {}

  /** Replaces the first n numbers x by f(x). */
  public static void apply(Activation f, float[] x, int n) {
    switch (f) {
      case TANH -> Elementwise.tanhInPlace(x, n);
      case SIGMOID -> Elementwise.sigmoidInPlace(x, n);
      case RELU -> {
        for (int k = 0; k < n; k++) {
          x[k] = Math.max(0f, x[k]);
        }
      }
      case LINEAR -> {
        // f(x) = x
      }
    }
  }

  /** Multiplies the first n numbers d by f'(x), which is computed from y = f(x). */
  public static void multiplyByDerivative(Activation f, float[] d, float[] y, int n) {
    switch (f) {
      case TANH -> {
        for (int k = 0; k < n; k++) {
          d[k] *= 1f - y[k] * y[k];
        }
      }
      case SIGMOID -> {
        for (int k = 0; k < n; k++) {
          d[k] *= y[k] * (1f - y[k]);
        }
      }
      case RELU -> {
        for (int k = 0; k < n; k++) {
          d[k] *= y[k] > 0 ? 1f : 0f;
        }
      }
      case LINEAR -> {
        // f'(x) = 1
      }
    }
  }
}
