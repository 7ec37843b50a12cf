package dev.unfold.worker.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterSlot;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OptimizerSettings.Kind;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the chain; the golden values compare the update rules with those of PyTorch. */
class OptimizerTest {
  private static final ClipSettings NO_CLIP = new ClipSettings(0, 0);

  private final Workspace workspace = new Workspace();
  private final ParameterLayout layout;
  private final SparseRows touched;
  private final Matrix parameters;
  private final Gradients gradients;

  OptimizerTest() {
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    ParameterSlot table = builder.add("table", 3000, 2, new Initializer.StandardNormal());
    builder.add("dense", 1, 5, new Initializer.Uniform(1));
    layout = builder.build();
    touched = SparseRows.of(table);
    parameters = workspace.vector(layout.length());
    gradients = new Gradients(layout, workspace.vector(layout.length()), List.of(touched));
  }

  @AfterEach
  void free() {
    workspace.close();
  }

  @Test
  void theNormCoversTouchedRowsAndDenseTensors() {
    setGradient(2 * 1700, 3f);
    touched.touch(1700);
    setGradient(layout.tensors().get(1).offset() + 4, 4f);
    Optimizer optimizer = optimizer(Kind.SGD, 0, new ClipSettings(1, 0));
    assertThat(optimizer.update(parameters, gradients, 1, 10)).isEqualTo(5);
    assertThat(optimizer.clips(5)).isTrue();
    assertThat(optimizer.clips(0.9)).isFalse();
    assertThat(parameters.get(2 * 1700)).isCloseTo(-6f, Offset.offset(1e-4f));
    assertThat(parameters.get(layout.tensors().get(1).offset() + 4))
        .isCloseTo(-8f, Offset.offset(1e-4f));
  }

  @Test
  void valuesAreClippedAfterTheNorm() {
    setGradient(layout.tensors().get(1).offset(), 3f);
    setGradient(layout.tensors().get(1).offset() + 1, -4f);
    Optimizer optimizer = optimizer(Kind.SGD, 0, new ClipSettings(10, 3.5));
    optimizer.update(parameters, gradients, 1, 1);
    assertThat(parameters.get(layout.tensors().get(1).offset())).isEqualTo(-3f);
    assertThat(parameters.get(layout.tensors().get(1).offset() + 1)).isEqualTo(3.5f);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRowThatIsTouchedAgainIsMovedAsOften(Kind kind) {
    Optimizer optimizer = optimizer(kind, kind == Kind.SGD ? 0.9 : 0, NO_CLIP);
    assertThat(optimizer.state().rows()).isEqualTo(kind == Kind.ADAM ? 2 : 1);
    assertThat(optimizer.clips(1e9)).as("without clipping").isFalse();
    touched.touch(7);
    setGradient(14, 1f);
    optimizer.update(parameters, gradients, 1, 0.1);
    float first = parameters.get(14);
    assertThat(first).isNegative();
    touched.clear();
    setGradient(14, 0f);
    optimizer.update(parameters, gradients, 2, 0.1);
    if (kind != Kind.RMSPROP) {
      assertThat(parameters.get(14)).as("moved on by its momentum").isLessThan(first);
    }
  }

  private Optimizer optimizer(Kind kind, double momentum, ClipSettings clip) {
    OptimizerSettings settings = new OptimizerSettings(kind, 1, momentum, 0.99, 0.9, 0.999, 1e-8);
    return new Optimizer(settings, clip, layout.length(), workspace);
  }

  private void setGradient(int index, float value) {
    gradients.vector().put(index, value);
  }
}
