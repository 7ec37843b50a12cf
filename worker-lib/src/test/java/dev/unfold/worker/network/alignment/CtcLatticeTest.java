package dev.unfold.worker.network.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the loss of connectionist temporal classification with the sum over all paths. */
class CtcLatticeTest {
  private static final int CLASSES = 3;
  private static final int BLANK = 1;
  private static final int STEPS = 6;

  static List<int[]> targets() {
    List<int[]> targets = new ArrayList<>();
    targets.add(new int[0]);
    for (int i = 0; i < targets.size(); i++) {
      int[] target = targets.get(i);
      for (int token : new int[] {0, 2}) {
        if (target.length < 4) {
          int[] longer = Arrays.copyOf(target, target.length + 1);
          longer[target.length] = token;
          targets.add(longer);
        }
      }
    }
    return targets;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void theLossIsThatOfTheSumOverAllPaths(int[] target) {
    for (float spread : new float[] {1, 30}) {
      for (int steps = 1; steps <= STEPS; steps++) {
        float[][] logits = logits(steps, spread);
        double expected = -Math.log(ofPaths(logits, target));
        double loss = loss(logits, target);
        if (Double.isInfinite(expected)) {
          assertThat(loss).isEqualTo(Double.POSITIVE_INFINITY);
        } else {
          assertThat(loss).isCloseTo(expected, Offset.offset(1e-9 * (1 + expected)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void gradientsAgreeWithCentralDifferences(int[] target) {
    float[][] logits = logits(STEPS + 1, 1);
    float[][] gradients = gradients(logits, target);
    for (float[] gradient : gradients) {
      assertThat((double) gradient[0] + gradient[1] + gradient[2])
          .isCloseTo(0, Offset.offset(1e-6));
    }
    float h = 0x1p-8f;
    for (int t = 0; t < logits.length; t++) {
      for (int c = 0; c < CLASSES; c++) {
        float value = logits[t][c];
        logits[t][c] = value + h;
        double above = loss(logits, target);
        logits[t][c] = value - h;
        double below = loss(logits, target);
        logits[t][c] = value;
        assertThat((double) gradients[t][c])
            .isCloseTo((above - below) / (2 * h), Offset.offset(2e-5));
      }
    }
  }

  /** Probabilities of e^-900 a step, whose product no double can hold. */
  @Test
  void improbablePathsDoNotUnderflow() {
    int steps = 200;
    float[][] logits = new float[steps][CLASSES];
    for (float[] row : logits) {
      row[0] = -900;
      row[2] = -900;
    }
    int[] target = new int[90];
    Arrays.setAll(target, i -> i % 2 * 2);
    double paths = 0;
    for (int i = 0; i < 90; i++) {
      paths += Math.log(steps - i) - Math.log(i + 1);
    }
    assertThat(loss(logits, target)).isCloseTo(90 * 900 - paths, Offset.offset(1e-6));
    float[][] gradients = gradients(logits, target);
    for (float[] gradient : gradients) {
      assertThat(gradient[BLANK]).isCloseTo(90f / steps, Offset.offset(0.45f));
      assertThat(gradient[0] + gradient[2]).isCloseTo(-gradient[BLANK], Offset.offset(1e-6f));
    }
  }

  private static float[][] logits(int steps, float spread) {
    CounterRandom random = new CounterRandom(steps);
    float[][] logits = new float[steps][CLASSES];
    for (int t = 0; t < steps; t++) {
      for (int c = 0; c < CLASSES; c++) {
        logits[t][c] = spread * (float) (random.uniform(t * CLASSES + c) - 0.5);
      }
    }
    return logits;
  }

  private static CtcLattice lattice(float[][] logits, int[] target) {
    CtcLattice lattice = new CtcLattice(CLASSES, BLANK);
    lattice.begin(logits.length, target.length);
    for (int i = 0; i < target.length; i++) {
      lattice.setToken(i, target[i]);
    }
    for (int t = 0; t < logits.length; t++) {
      lattice.setLogits(t, logits[t]);
    }
    return lattice;
  }

  private static double loss(float[][] logits, int[] target) {
    return lattice(logits, target).loss();
  }

  private static float[][] gradients(float[][] logits, int[] target) {
    CtcLattice lattice = lattice(logits, target);
    lattice.loss();
    float[][] gradients = new float[logits.length][];
    lattice.gradients(1, (t, gradient) -> gradients[t] = gradient.clone());
    return gradients;
  }

  /** Returns the probability of a target, as the sum over all paths. */
  private static double ofPaths(float[][] logits, int[] target) {
    int paths = (int) Math.pow(CLASSES, logits.length);
    double sum = 0;
    for (int number = 0; number < paths; number++) {
      List<Integer> left = new ArrayList<>();
      double probability = 1;
      int last = BLANK;
      int rest = number;
      for (float[] row : logits) {
        int symbol = rest % CLASSES;
        rest /= CLASSES;
        probability *= Math.exp(row[symbol]) / normalizer(row);
        if (symbol != last && symbol != BLANK) {
          left.add(symbol);
        }
        last = symbol;
      }
      sum += left.equals(Arrays.stream(target).boxed().toList()) ? probability : 0;
    }
    return sum;
  }

  private static double normalizer(float[] row) {
    double sum = 0;
    for (float logit : row) {
      sum += Math.exp(logit);
    }
    return sum;
  }
}
