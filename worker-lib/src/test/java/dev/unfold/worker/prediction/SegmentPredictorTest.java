package dev.unfold.worker.prediction;

import static dev.unfold.worker.prediction.ExamplePredictionFixture.examples;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.wild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.MaskedField;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares examples that are read in segments with the same examples as a whole. */
class SegmentPredictorTest {
  private static final OutputOptions ALL = new OutputOptions(0.5, true, 2);

  /** Networks of every kind that can be cut, and of layers that see a limited number of steps. */
  static List<ExampleNetwork> cut() {
    return Stream.of(
            ExamplePredictionFixture.networks(),
            ExamplePredictionFixture.ofPastSteps(),
            ExamplePredictionFixture.decoders(),
            List.of(ExamplePredictionFixture.aligned()))
        .flatMap(List::stream)
        .filter(network -> network.leastSteps().isPresent())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cut")
  void segmentsHaveTheBitsOfTheWholeExample(ExampleNetwork network) {
    try (ExamplePredictor predictor = predictor(network, ALL)) {
      List<Example> examples =
          examples(network).stream()
              .filter(example -> example.input().steps() >= network.leastSteps().orElseThrow())
              .limit(3)
              .toList();
      assertThat(examples).hasSizeGreaterThan(2);
      for (Example example : examples) {
        List<Optional<Prediction>> whole = whole(network, predictor, example);
        for (int length : List.of(1, 50, 64)) {
          assertThat(segments(predictor, example, length))
              .as("segments of %d steps", length)
              .usingRecursiveComparison()
              .withEqualsForType(Arrays::equals, float[].class)
              .isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void allNetworksThatReadForwardAreCut() {
    assertThat(cut()).containsAll(ExamplePredictionFixture.ofPastSteps());
    assertThat(cut()).anyMatch(network -> network.lookAhead() > 0);
    assertThat(cut()).anyMatch(network -> network.place() == TargetPosition.LAST_STEP);
    assertThat(cut()).noneMatch(ExampleNetwork::makesSequences);
    assertThat(ExamplePredictionFixture.networks())
        .filteredOn(network -> network.lookAhead() == Integer.MAX_VALUE)
        .isNotEmpty()
        .allMatch(network -> network.leastSteps().isEmpty());
  }

  /** The score of a step is computed with the step before it, which may be in another segment. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void scoresAreThoseOfTheWholeExample(boolean withEnd) {
    ExampleNetwork network =
        ExamplePredictionFixture.ofPastSteps().stream()
            .filter(ExampleNetwork::predictsNextClass)
            .findFirst()
            .orElseThrow();
    try (ExamplePredictor predictor = predictor(network, OutputOptions.ofScores(2))) {
      for (Example read : examples(network)) {
        Example example = withNextClasses(read, withEnd);
        List<Optional<Prediction>> whole = whole(network, predictor, example);
        for (int length : List.of(1, 2, 50, 51)) {
          assertThat(segments(predictor, example, length))
              .as("segments of %d steps", length)
              .usingRecursiveComparison()
              .withEqualsForType(Arrays::equals, float[].class)
              .isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void predictionsComeAsSoonAsTheirStepsAreRead() {
    ExampleNetwork network = cut().get(cut().size() - 1);
    Example example =
        examples(network).stream()
            .filter(read -> read.input().steps() > 110)
            .findFirst()
            .orElseThrow();
    try (ExamplePredictor predictor = predictor(network, ALL)) {
      SegmentPredictor segments = predictor.segments(() -> false);
      assertThat(segments.add(example.range(0, 49), false)).isEmpty();
      assertThat(segments.add(example.range(49, 101), false)).hasSize(100);
      assertThat(segments.add(example.range(101, example.input().steps()), true))
          .hasSize(example.input().steps() - 100);
    }
  }

  @Test
  void aCancelledPredictionStops() {
    ExampleNetwork network = cut().get(0);
    Example example = examples(network).get(0);
    try (ExamplePredictor predictor = predictor(network, ALL)) {
      SegmentPredictor segments = predictor.segments(() -> true);
      assertThatThrownBy(() -> segments.add(example, true))
          .isInstanceOf(CancellationException.class);
    }
  }

  private static ExamplePredictor predictor(ExampleNetwork network, OutputOptions outputs) {
    PredictionOptions options =
        new PredictionOptions(
            24, outputs, new DecodingStrategy.SamplingDecoding(1, ClassSampler.greedy()));
    return new ExamplePredictor(
        network, options, GemmProvider.ONEDNN.open(Precision.F32), wild(network));
  }

  /** Returns the prediction of each step, of which only the last may have one. */
  private static List<Optional<Prediction>> whole(
      ExampleNetwork network, ExamplePredictor predictor, Example example) {
    BooleanSupplier never = () -> false;
    Prediction whole = predictor.predict(List.of(new NumberedExample(0, example)), never).get(0);
    List<Optional<Prediction>> steps = new ArrayList<>();
    if (network.place() == TargetPosition.LAST_STEP) {
      steps.addAll(Collections.nCopies(example.input().steps() - 1, Optional.empty()));
    }
    whole.steps().forEach(step -> steps.add(Optional.of(step)));
    return steps;
  }

  private static List<Optional<Prediction>> segments(
      ExamplePredictor predictor, Example example, int length) {
    SegmentPredictor segments = predictor.segments(() -> false);
    List<Optional<Prediction>> predictions = new ArrayList<>();
    int steps = example.input().steps();
    for (int from = 0; from < steps; from += length) {
      int to = Math.min(steps, from + length);
      predictions.addAll(segments.add(example.range(from, to), to == steps));
    }
    return predictions;
  }

  /** Returns an example with the class of each next step as its target, the end being class 0. */
  private static Example withNextClasses(Example example, boolean withEnd) {
    int[] ids =
        Arrays.stream(((FieldSequence.Ids) example.input()).ids())
            .map(id -> Math.max(1, id))
            .toArray();
    int last = ids.length - 1;
    int[] next = IntStream.rangeClosed(0, last).map(i -> i < last ? ids[i + 1] : 0).toArray();
    boolean[] present = new boolean[ids.length];
    Arrays.fill(present, true);
    present[last] = withEnd;
    return new Example(
        new FieldSequence.Ids(ids), MaskedField.of(new FieldSequence.Ids(next), present));
  }
}
