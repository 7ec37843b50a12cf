package dev.unfold.worker.network.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the probabilities of tokens with the losses of the sequences in which they differ. */
class TokenPosteriorsTest {
  private static final int CLASSES = 5;
  private static final int BLANK = 1;

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "02", "00", "202", "0000", "02340", "33023", "224400"})
  void theyAreThoseOfAllSequencesThatDifferInThePlace(String text) {
    int[] tokens = text.chars().map(Character::getNumericValue).toArray();
    for (float spread : new float[] {0.5f, 4, 40}) {
      for (int steps : new int[] {11, 12, 20}) {
        List<float[]> logits = logits(steps, spread);
        float[] posteriors = new TokenPosteriors(CLASSES, BLANK).of(logits, tokens);
        for (int i = 0; i < tokens.length; i++) {
          assertThat((double) posteriors[i])
              .isCloseTo(expected(logits, tokens, i), Offset.offset(1e-6))
              .isGreaterThan(0)
              .isLessThanOrEqualTo(1);
        }
      }
    }
  }

  private static double expected(List<float[]> logits, int[] tokens, int place) {
    double own = -loss(logits, tokens);
    double ratios = Math.exp(-loss(logits, without(tokens, place)) - own);
    for (int c = 0; c < CLASSES; c++) {
      if (c != BLANK) {
        int[] replaced = tokens.clone();
        replaced[place] = c;
        ratios += Math.exp(-loss(logits, replaced) - own);
      }
    }
    return 1 / ratios;
  }

  private static int[] without(int[] tokens, int place) {
    int[] rest = Arrays.copyOf(tokens, tokens.length - 1);
    System.arraycopy(tokens, place + 1, rest, place, rest.length - place);
    return rest;
  }

  private static double loss(List<float[]> logits, int[] tokens) {
    CtcLattice lattice = new CtcLattice(CLASSES, BLANK);
    lattice.begin(logits.size(), tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      lattice.setToken(i, tokens[i]);
    }
    for (int t = 0; t < logits.size(); t++) {
      lattice.setLogits(t, logits.get(t));
    }
    return lattice.loss();
  }

  private static List<float[]> logits(int steps, float spread) {
    CounterRandom random = new CounterRandom(steps);
    List<float[]> logits = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      float[] row = new float[CLASSES];
      for (int c = 0; c < CLASSES; c++) {
        row[c] = (float) (spread * random.uniform((long) t * CLASSES + c));
      }
      logits.add(row);
    }
    return logits;
  }

  /** A clear token, one that may be another one, and one that may be none. */
  @Test
  void doubtsAreThoseOfThePlace() {
    List<float[]> logits =
        List.of(
            logs(0.98, 0.01, 0.01, 1e-9, 1e-9),
            logs(0.01, 0.98, 0.01, 1e-9, 1e-9),
            logs(1e-9, 0.01, 0.6, 0.39, 1e-9),
            logs(0.01, 0.98, 0.01, 1e-9, 1e-9),
            logs(1e-9, 0.2, 1e-9, 1e-9, 0.8));
    float[] posteriors = new TokenPosteriors(CLASSES, BLANK).of(logits, new int[] {0, 2, 4});
    assertThat(posteriors[0]).isGreaterThan(0.95f);
    assertThat(posteriors[1]).isBetween(0.55f, 0.65f);
    assertThat(posteriors[2]).isBetween(0.75f, 0.85f);
    float[] ofAnother = new TokenPosteriors(CLASSES, BLANK).of(logits, new int[] {0, 3, 4});
    assertThat(ofAnother[1]).isLessThan(posteriors[1]).isBetween(0.35f, 1 - posteriors[1]);
  }

  private static float[] logs(double... probabilities) {
    float[] logs = new float[probabilities.length];
    for (int c = 0; c < logs.length; c++) {
      logs[c] = (float) Math.log(probabilities[c]);
    }
    return logs;
  }

  @Test
  void improbableSequencesDoNotUnderflow() {
    int steps = 2000;
    List<float[]> logits = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      logits.add(new float[] {0, 100, 0, 0, 0});
    }
    float[] posteriors =
        new TokenPosteriors(CLASSES, BLANK).of(logits, new int[] {0, 2, 0, 2, 0, 2});
    for (float posterior : posteriors) {
      assertThat(posterior).isGreaterThan(0).isLessThan(1e-30f);
    }
  }
}
