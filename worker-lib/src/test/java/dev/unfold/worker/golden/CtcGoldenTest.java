package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.model.Json;
import dev.unfold.worker.network.alignment.CtcLattice;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares loss and gradient of connectionist temporal classification with PyTorch in float64. */
class CtcGoldenTest {
  /**
   * The values of PyTorch.
   *
   * @param logits by step and class
   * @param gradient of the loss with respect to the logits
   */
  record Case(
      int steps,
      int classes,
      int blank,
      float[] logits,
      int[] target,
      double loss,
      double[] gradient) {}

  private record Golden(Map<String, String> versions, Map<String, Case> cases) {}

  static Stream<Map.Entry<String, Case>> cases() throws IOException {
    try (InputStream in = CtcGoldenTest.class.getResourceAsStream("/golden/ctc.json")) {
      return Json.newMapper().readValue(in, Golden.class).cases().entrySet().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientAreThoseOfPyTorch(Map.Entry<String, Case> golden) {
    Case values = golden.getValue();
    CtcLattice lattice = new CtcLattice(values.classes(), values.blank());
    lattice.begin(values.steps(), values.target().length);
    for (int i = 0; i < values.target().length; i++) {
      lattice.setToken(i, values.target()[i]);
    }
    for (int t = 0; t < values.steps(); t++) {
      int first = t * values.classes();
      lattice.setLogits(t, Arrays.copyOfRange(values.logits(), first, first + values.classes()));
    }
    assertThat(lattice.loss()).isCloseTo(values.loss(), Percentage.withPercentage(1e-8));
    lattice.gradients(
        1,
        (t, gradient) -> {
          for (int c = 0; c < gradient.length; c++) {
            double expected = values.gradient()[t * values.classes() + c];
            assertThat((double) gradient[c]).isCloseTo(expected, Offset.offset(1e-7));
          }
        });
  }
}
