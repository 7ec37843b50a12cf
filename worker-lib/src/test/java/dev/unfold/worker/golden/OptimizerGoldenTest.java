package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares updates of a table, of which each touches some rows, and of a vector with those of
 * PyTorch in float64. {@code scripts/golden/optimizers.py} describes the file.
 */
class OptimizerGoldenTest {
  private static final double TOLERANCE = 2e-6;
  private static final ClipSettings NO_CLIP = new ClipSettings(0, 0);

  record Golden(
      String torch,
      int rows,
      int width,
      double[] table,
      double[] vector,
      List<Update> updates,
      Map<String, Run> runs) {
    static Golden load() throws IOException {
      try (InputStream in = Golden.class.getResourceAsStream("/golden/optimizers.json")) {
        return NetworkSettingsModule.newMapper()
            .readValue(Objects.requireNonNull(in), Golden.class);
      }
    }
  }

  record Update(int[] touched, double[] gradients, double[] vector) {}

  record Run(OptimizerSettings optimizer, List<double[]> table, List<double[]> vector) {}

  static List<String> runs() throws IOException {
    return List.copyOf(Golden.load().runs().keySet());
  }

  @Test
  void everyKindHasADenseAndASparseRun() throws IOException {
    List<OptimizerSettings> settings =
        Golden.load().runs().values().stream().map(Run::optimizer).toList();
    for (OptimizerSettings.Kind kind : OptimizerSettings.Kind.values()) {
      for (boolean sparse : new boolean[] {false, true}) {
        assertThat(settings).anyMatch(run -> run.kind() == kind && run.sparse() == sparse);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void updatesAreThoseOfPyTorch(String name) throws IOException {
    Golden golden = Golden.load();
    Run run = golden.runs().get(name);
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    Initializer any = new Initializer.Uniform(1);
    ParameterTensor table = builder.add("table", golden.rows(), golden.width(), any);
    ParameterTensor vector = builder.addBias("vector", golden.vector().length, any);
    ParameterLayout layout = builder.build();
    try (Workspace workspace = new Workspace()) {
      Matrix theta = workspace.vector(layout.length());
      table.in(theta).set(floats(golden.table()));
      vector.in(theta).set(floats(golden.vector()));
      SparseRows touched = SparseRows.of(table);
      Gradients gradients =
          new Gradients(layout, workspace.vector(layout.length()), List.of(touched));
      Optimizer optimizer = new Optimizer(run.optimizer(), NO_CLIP, layout, workspace);
      for (int i = 0; i < golden.updates().size(); i++) {
        Update update = golden.updates().get(i);
        touched.setToZero(gradients.vector());
        setRows(table.in(gradients.vector()), touched, update, golden.width());
        vector.in(gradients.vector()).set(floats(update.vector()));
        optimizer.update(theta, gradients, i + 1, run.optimizer().learningRate());
        assertClose(name + ", table", i, table.in(theta), run.table().get(i));
        assertClose(name + ", vector", i, vector.in(theta), run.vector().get(i));
      }
    }
  }

  private static void setRows(Matrix gradient, SparseRows touched, Update update, int width) {
    for (int i = 0; i < update.touched().length; i++) {
      int row = update.touched()[i];
      touched.touch(row);
      double[] values = Arrays.copyOfRange(update.gradients(), i * width, (i + 1) * width);
      gradient.put(row * width, floats(values), width);
    }
  }

  private static void assertClose(String what, int update, Matrix actual, double[] expected) {
    GoldenTensors.assertClose(
        what + " after update " + (update + 1), actual.toArray(), expected, TOLERANCE);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
