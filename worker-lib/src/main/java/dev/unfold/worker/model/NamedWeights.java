package dev.unfold.worker.model;

import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Converts between the flat parameter vector and the named tensors of a weight file. */
public final class NamedWeights {
  private NamedWeights() {}

  /** Returns the tensors of a vector, in the order of the layout. */
  public static List<TensorData> tensors(ParameterLayout layout, float[] vector) {
    return layout.tensors().stream()
        .map(tensor -> TensorData.in(vector, tensor.offset(), spec(tensor)))
        .toList();
  }

  /**
   * Reads a vector.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if the file does not hold exactly the tensors of the layout
   */
  public static float[] read(String where, SafetensorsReader reader, ParameterLayout layout)
      throws IOException {
    Map<String, ParameterTensor> places = new HashMap<>();
    layout.tensors().forEach(tensor -> places.put(tensor.name(), tensor));
    List<TensorSpec> specs = reader.header().tensors();
    if (specs.size() != places.size()
        || !specs.stream().allMatch(spec -> fits(spec, places.get(spec.name())))) {
      throw new ModelFormatException(where, "the tensors " + specs(layout), specs);
    }
    float[] vector = new float[layout.length()];
    reader.readAll(
        (spec, offset, block, count) -> {
          int to = places.get(spec.name()).offset() + Math.toIntExact(offset);
          System.arraycopy(block, 0, vector, to, count);
        });
    return vector;
  }

  private static boolean fits(TensorSpec spec, ParameterTensor place) {
    return place != null && spec.shape().equals(spec(place).shape());
  }

  private static List<TensorSpec> specs(ParameterLayout layout) {
    return layout.tensors().stream().map(NamedWeights::spec).toList();
  }

  private static TensorSpec spec(ParameterTensor tensor) {
    return TensorSpec.of(tensor.name(), tensor.rows(), tensor.columns());
  }
}
