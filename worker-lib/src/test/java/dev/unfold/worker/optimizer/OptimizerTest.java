package dev.unfold.worker.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
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
import org.junit.jupiter.params.provider.ValueSource;

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
    ParameterTensor table = builder.add("table", 3000, 2, new Initializer.Normal(1));
    builder.addBias("dense", 5, new Initializer.Uniform(1));
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
    float first = touchOnceAndUpdateTwice(optimizer);
    if (kind == Kind.SGD || kind == Kind.ADAM) {
      assertThat(parameters.get(14)).as("moved on by its momentum").isLessThan(first);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void ofASparseUpdateOnlyTouchedRowsChangeWithTheirState(Kind kind) {
    Optimizer optimizer =
        new Optimizer(
            settings(kind, kind == Kind.SGD ? 0.9 : 0, true),
            new ClipSettings(5, 0),
            layout,
            workspace);
    assertThat(optimizer.changesTouchedOnly()).isTrue();
    float first = touchOnceAndUpdateTwice(optimizer);
    assertThat(parameters.get(14)).isEqualTo(first);
    for (int slot = 0; slot < optimizer.state().rows(); slot++) {
      assertThat(optimizer.state().get(slot * layout.length() + 14)).isNotZero();
      assertThat(optimizer.state().get(slot * layout.length() + 16)).isZero();
    }
    assertThat(parameters.get(16)).isZero();
  }

  @Test
  void onlyOptimizersWithoutDecayLeaveUntouchedRowsAlone() {
    assertThat(optimizer(Kind.SGD, 0, NO_CLIP).changesTouchedOnly()).isTrue();
    assertThat(optimizer(Kind.ADAGRAD, 0, NO_CLIP).changesTouchedOnly()).isTrue();
    assertThat(optimizer(Kind.SGD, 0.9, NO_CLIP).changesTouchedOnly()).isFalse();
    assertThat(optimizer(Kind.RMSPROP, 0, NO_CLIP).changesTouchedOnly()).isFalse();
    assertThat(optimizer(Kind.ADAM, 0, NO_CLIP).changesTouchedOnly()).isFalse();
    assertThat(decaying(false).changesTouchedOnly()).as("SGD with weight decay").isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decayIsOfRowsThatAreNotTouchedAndOfBiasesIfAskedFor(boolean biases) {
    int bias = layout.tensors().get(1).offset() + 2;
    int last = 2 * 3000 - 1;
    parameters.put(0, 2f);
    parameters.put(last, -4f);
    parameters.put(bias, 8f);
    touched.touch(0);
    setGradient(0, 1f);
    decaying(biases).update(parameters, gradients, 1, 0.5);
    assertThat(parameters.get(0)).as("2 · (1 - 0.5 · 0.5) - 0.5").isEqualTo(1f);
    assertThat(parameters.get(last)).isEqualTo(-3f);
    assertThat(parameters.get(bias)).isEqualTo(biases ? 6f : 8f);
  }

  private Optimizer decaying(boolean biases) {
    OptimizerSettings settings = OptimizerFixture.of(Kind.SGD, 1).withDecay(0.5, biases).settings();
    return new Optimizer(settings, NO_CLIP, layout, workspace);
  }

  /** Touches row 7 in the first of two updates. */
  private float touchOnceAndUpdateTwice(Optimizer optimizer) {
    touched.touch(7);
    setGradient(14, 1f);
    optimizer.update(parameters, gradients, 1, 0.1);
    float first = parameters.get(14);
    assertThat(first).isNegative();
    touched.clear();
    setGradient(14, 0f);
    optimizer.update(parameters, gradients, 2, 0.1);
    return first;
  }

  private Optimizer optimizer(Kind kind, double momentum, ClipSettings clip) {
    return new Optimizer(settings(kind, momentum, false), clip, layout, workspace);
  }

  private static OptimizerSettings settings(Kind kind, double momentum, boolean sparse) {
    return OptimizerFixture.of(kind, 1).withMomentum(momentum).withSparse(sparse).settings();
  }

  private void setGradient(int index, float value) {
    gradients.vector().put(index, value);
  }
}
