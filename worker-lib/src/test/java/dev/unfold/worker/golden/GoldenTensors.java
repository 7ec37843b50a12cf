package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.tensor.Matrix;
import java.util.Map;

/** Sets the tensors of a network to golden values, and compares them with others. */
final class GoldenTensors {
  private GoldenTensors() {}

  static void set(Network network, Matrix vector, Map<String, double[]> values) {
    for (ParameterTensor tensor : network.parameters().tensors()) {
      tensor.in(vector).set(floats(values.get(tensor.name())));
    }
  }

  static void assertTensors(
      Network network, Matrix vector, Map<String, double[]> expected, double tolerance) {
    assertThat(network.parameters().tensors())
        .extracting(ParameterTensor::name)
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    for (ParameterTensor tensor : network.parameters().tensors()) {
      assertClose(
          tensor.name(), tensor.in(vector).toArray(), expected.get(tensor.name()), tolerance);
    }
  }

  static void assertClose(String name, float[] actual, double[] expected, double tolerance) {
    double error = 0;
    double length = 0;
    assertThat(actual.length).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(actual[i] - expected[i], 2);
      length += Math.pow(expected[i], 2);
    }
    assertThat(Math.sqrt(error / length)).as("relative error of " + name).isLessThan(tolerance);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
