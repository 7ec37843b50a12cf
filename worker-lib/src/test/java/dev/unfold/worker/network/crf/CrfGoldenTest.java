package dev.unfold.worker.network.crf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.model.Json;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares conditional random fields with the values of PyTorch in float64. */
class CrfGoldenTest {
  private static final int UNKNOWN = -1;

  /**
   * The values of PyTorch.
   *
   * @param scores by step and tag
   * @param transitions by tag and next tag
   * @param target the tag of each step, {@link #UNKNOWN} where it is unknown
   * @param path the best path
   */
  record Case(
      int steps,
      int tags,
      float[] scores,
      float[] start,
      float[] transitions,
      float[] end,
      int[] target,
      double loss,
      double[] scoresGradient,
      double[] startGradient,
      double[] transitionsGradient,
      double[] endGradient,
      double[] marginals,
      int[] path) {
    Transitions values() {
      Transitions values = new Transitions(tags);
      values.set(start, transitions, end, TagOrder.any());
      return values;
    }

    TagLattice lattice(Transitions values) {
      TagLattice lattice = new TagLattice(values);
      lattice.begin(steps);
      for (int t = 0; t < steps; t++) {
        lattice.setScores(t, Arrays.copyOfRange(scores, t * tags, (t + 1) * tags));
      }
      return lattice;
    }

    /** Returns the paths that have the known tags. */
    TagLattice known(Transitions values) {
      TagLattice known = lattice(values);
      for (int t = 0; t < steps; t++) {
        if (target[t] != UNKNOWN) {
          known.observe(t, target[t]);
        }
      }
      return known;
    }
  }

  private record Golden(Map<String, String> versions, Map<String, Case> cases) {}

  static Stream<Map.Entry<String, Case>> cases() throws IOException {
    try (InputStream in = CrfGoldenTest.class.getResourceAsStream("/golden/crf.json")) {
      return Json.newMapper().readValue(in, Golden.class).cases().entrySet().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientsAreThoseOfPyTorch(Map.Entry<String, Case> golden) {
    Case expected = golden.getValue();
    Transitions values = expected.values();
    TagLattice all = expected.lattice(values);
    TagLattice known = expected.known(values);
    double loss = all.logNormalizer() - known.logNormalizer();
    assertThat(loss).isCloseTo(expected.loss(), Offset.offset(1e-9 * (1 + expected.loss())));

    TransitionCounts counts = new TransitionCounts(values);
    all.countTransitions(counts, 1);
    known.countTransitions(counts, -1);
    for (int i = 0; i < expected.scores().length; i++) {
      int t = i / expected.tags();
      int tag = i % expected.tags();
      double gradient = all.probability(t, tag) - known.probability(t, tag);
      assertThat(gradient).isCloseTo(expected.scoresGradient()[i], Offset.offset(1e-8));
    }
    try (Workspace workspace = new Workspace()) {
      Matrix start = workspace.vector(expected.tags());
      Matrix pairs = workspace.matrix(expected.tags(), expected.tags());
      Matrix end = workspace.vector(expected.tags());
      counts.putInto(start, pairs, end);
      assertClose(start, expected.startGradient());
      assertClose(pairs, expected.transitionsGradient());
      assertClose(end, expected.endGradient());
    }
  }

  private static void assertClose(Matrix actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 1e-6 * (1 + Math.abs(expected[i]));
      assertThat((double) actual.toArray()[i]).isCloseTo(expected[i], Offset.offset(tolerance));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void probabilitiesAndTheBestPathAreThoseOfPyTorch(Map.Entry<String, Case> golden) {
    Case expected = golden.getValue();
    Transitions values = expected.values();
    TagLattice lattice = expected.lattice(values);
    lattice.logNormalizer();
    lattice.computeProbabilities();
    for (int i = 0; i < expected.marginals().length; i++) {
      assertThat(lattice.probability(i / expected.tags(), i % expected.tags()))
          .isCloseTo(expected.marginals()[i], Offset.offset(1e-9));
    }
    assertThat(BestPath.of(lattice, values)).isEqualTo(expected.path());
  }
}
