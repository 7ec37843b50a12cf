package dev.unfold.worker.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassSamplerTest {
  private static final int DRAWS = 200_000;
  private static final CounterRandom RANDOM = new CounterRandom(5);

  private static double[] frequencies(ClassSampler sampler, float... logits) {
    double[] frequencies = new double[logits.length];
    for (int i = 0; i < DRAWS; i++) {
      frequencies[sampler.draw(logits, i)] += 1.0 / DRAWS;
    }
    return frequencies;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 2.5})
  void classesAreAsFrequentAsTheSoftmaxSays(double temperature) {
    float[] logits = {0.5f, -1, 2, 0, -3, 1.25f};
    float[] scaled = new float[logits.length];
    for (int v = 0; v < logits.length; v++) {
      scaled[v] = (float) (logits[v] / temperature);
    }
    float[] expected = Categorical.probabilities(scaled);

    double[] drawn = frequencies(new ClassSampler(temperature, 0, 1, RANDOM), logits);
    for (int v = 0; v < logits.length; v++) {
      assertThat(drawn[v]).isCloseTo(expected[v], within(0.004));
    }
  }

  @Test
  void classesThatAreNotAllowedAreNeverDrawn() {
    float none = Float.NEGATIVE_INFINITY;
    assertThat(frequencies(new ClassSampler(1, 0, 1, RANDOM), none, 0, none, 0, none))
        .containsExactly(new double[] {0, 0.5, 0, 0.5, 0}, within(0.004));
    assertThat(new ClassSampler(1, 0, 1, RANDOM).draw(new float[] {none, none, -1e30f}, 0))
        .isEqualTo(2);
  }

  @Test
  void onlyTheMostProbableClassesAreDrawn() {
    float[] logits = {0, 3, 1, 2, 2};
    assertThat(frequencies(new ClassSampler(1, 1, 1, RANDOM), logits)[1])
        .isCloseTo(1, within(1e-9));
    double[] three = frequencies(new ClassSampler(1, 3, 1, RANDOM), logits);
    assertThat(three[0] + three[2]).isZero();
    double[] nucleus = frequencies(new ClassSampler(1, 0, 0.5, RANDOM), logits);
    assertThat(nucleus[1]).as("e³ of e³ + 2 e² + e + 1 is 0.53").isCloseTo(1, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-30, 1e-300})
  void lowTemperaturesChooseTheMostProbableClass(double temperature) {
    float[] logits = {0.5f, 2, 1, -40};
    ClassSampler sampler = new ClassSampler(temperature, 0, 1, RANDOM);
    assertThat(frequencies(sampler, logits)[1]).isCloseTo(1, within(1e-9));
  }

  @Test
  void manyEquallyProbableClassesAreAllDrawn() {
    int[] drawn = new int[1000];
    ClassSampler sampler = new ClassSampler(1, 0, 1, RANDOM);
    for (int i = 0; i < 20_000; i++) {
      drawn[sampler.draw(new float[drawn.length], i)]++;
    }
    assertThat(drawn).doesNotContain(0);
    assertThat(Arrays.stream(drawn).max().orElseThrow()).isLessThan(60);
  }
}
