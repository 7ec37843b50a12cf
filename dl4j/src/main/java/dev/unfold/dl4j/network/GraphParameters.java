package dev.unfold.dl4j.network;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.tensor.Matrix;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maps the parameters of a graph to tensors of the flat vector: one tensor for each DL4J name, such
 * as {@code 0_W}, row-major. A tensor of more than two dimensions has one row for each index of the
 * first dimension.
 */
final class GraphParameters {
  private final ParameterLayout layout;
  private final Map<String, INDArray> views;

  GraphParameters(ParameterLayout layout, ComputationGraph graph) {
    this.layout = layout;
    views = graph.paramTable();
  }

  /** Returns the layout of the parameters. */
  static ParameterLayout layout(
      ComputationGraph graph, ComputationGraphConfiguration configuration) {
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    graph
        .paramTable()
        .forEach(
            (name, view) -> {
              int rows = Math.toIntExact(view.size(0));
              int columns = Math.toIntExact(view.length() / rows);
              AsConfigured initial = new AsConfigured(configuration, name);
              if (rows == 1) {
                builder.addBias(name, columns, initial);
              } else {
                builder.add(name, rows, columns, initial);
              }
            });
    return builder.build();
  }

  ParameterLayout layout() {
    return layout;
  }

  /** Copies the values of a vector into the graph. */
  void load(Matrix vector) {
    for (ParameterTensor tensor : layout.tensors()) {
      float[] values = new float[tensor.size()];
      vector.get(tensor.offset(), values, values.length);
      INDArray view = views.get(tensor.name());
      try (INDArray array = Nd4jFloatArrays.of(values, view.dataType(), view.shape())) {
        view.assign(array);
      }
    }
  }

  /** Returns the values of the graph. */
  float[] toVector() {
    float[] vector = new float[layout.length()];
    for (ParameterTensor tensor : layout.tensors()) {
      float[] values = Nd4jFloatArrays.toFloats(views.get(tensor.name()));
      System.arraycopy(values, 0, vector, tensor.offset(), values.length);
    }
    return vector;
  }

  /**
   * Copies the gradients of the graph into a vector.
   *
   * @param scale the factor by which each gradient is multiplied
   */
  void storeGradients(ComputationGraph graph, float scale, Matrix vector) {
    Map<String, INDArray> gradients = graph.gradient().gradientForVariable();
    for (ParameterTensor tensor : layout.tensors()) {
      float[] values = Nd4jFloatArrays.toFloats(gradients.get(tensor.name()));
      for (int i = 0; i < values.length; i++) {
        values[i] *= scale;
      }
      vector.put(tensor.offset(), values, values.length);
    }
  }

  /** Initializes a parameter as DL4J does for the configuration and a seed. */
  private record AsConfigured(ComputationGraphConfiguration configuration, String name)
      implements Initializer {
    @Override
    public void fill(Matrix tensor, CounterRandom random) {
      ComputationGraphConfiguration seeded = configuration.clone();
      seeded.getDefaultConfiguration().setSeed(random.key());
      ComputationGraph graph = new ComputationGraph(seeded);
      graph.init();
      tensor.set(Nd4jFloatArrays.toFloats(graph.getParam(name)));
    }
  }
}
