package dev.unfold.worker.prediction;

import static dev.unfold.worker.prediction.ExamplePredictionFixture.examples;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.wild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares networks that are run step by step with the same networks over whole sequences. */
class StepPredictorTest {
  private static final OutputOptions ALL = new OutputOptions(0.5, true, 0);
  private static final int LANES = 48;
  private static final float[] NO_STATES = new float[0];

  static List<ExampleNetwork> stepwise() {
    return Stream.concat(
            ExamplePredictionFixture.networks().stream(),
            ExamplePredictionFixture.ofPastSteps().stream())
        .filter(network -> StepPredictor.obstacle(network).isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("stepwise")
  void stepsHaveTheBitsOfTheWholeSequence(ExampleNetwork network) {
    List<Example> examples = examples(network).subList(0, 30);
    List<List<Prediction>> whole = whole(network, examples);
    List<List<Prediction>> steps = steps(network, examples);
    boolean everyStep = network.place() == TargetPosition.EVERY_STEP;
    for (int i = 0; i < examples.size(); i++) {
      List<Prediction> last = steps.get(i).subList(steps.get(i).size() - 1, steps.get(i).size());
      assertThat(everyStep ? steps.get(i) : last)
          .usingRecursiveComparison()
          .withEqualsForType(Arrays::equals, float[].class)
          .isEqualTo(whole.get(i));
    }
  }

  @Test
  void allKindsOfPastStepsAreTested() {
    assertThat(ExamplePredictionFixture.ofPastSteps())
        .allMatch(network -> StepPredictor.obstacle(network).isEmpty());
  }

  @Test
  void networksThatNeedTheWholeSequenceAreRefused() {
    Stream.concat(
            ExamplePredictionFixture.networks().stream(),
            ExamplePredictionFixture.decoders().stream())
        .filter(network -> network.lookAhead() != 0)
        .forEach(
            network ->
                assertThatThrownBy(() -> open(network))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(
                        "it generates a sequence .*|.* depend on later steps .*"
                            + "|it predicts the tags of a whole sequence together .*"));
  }

  private static StepPredictor open(ExampleNetwork network) {
    return new StepPredictor(network, ALL, GemmProvider.ONEDNN.open(Precision.F32), wild(network));
  }

  private static List<List<Prediction>> whole(ExampleNetwork network, List<Example> examples) {
    PredictionOptions options =
        new PredictionOptions(
            LANES, ALL, new DecodingStrategy.SamplingDecoding(1, ClassSampler.greedy()));
    try (ExamplePredictor predictor =
        new ExamplePredictor(
            network, options, GemmProvider.ONEDNN.open(Precision.F32), wild(network))) {
      List<NumberedExample> numbered =
          examples.stream().map(example -> new NumberedExample(0, example)).toList();
      return predictor.predict(numbered, () -> false).stream().map(Prediction::steps).toList();
    }
  }

  /** Advances sequences together that are at different steps, from the states of each. */
  private static List<List<Prediction>> steps(ExampleNetwork network, List<Example> examples) {
    List<List<Prediction>> predictions = new ArrayList<>();
    List<float[]> carries = new ArrayList<>();
    examples.forEach(
        example -> {
          predictions.add(new ArrayList<>());
          carries.add(NO_STATES);
        });
    try (StepPredictor predictor = open(network)) {
      for (List<Integer> streams = next(predictions, examples);
          !streams.isEmpty();
          streams = next(predictions, examples)) {
        List<StepInput> inputs =
            streams.stream()
                .map(i -> input(examples.get(i), predictions.get(i).size(), carries.get(i)))
                .toList();
        List<StepOutput> outputs = predictor.advance(inputs);
        for (int lane = 0; lane < streams.size(); lane++) {
          predictions.get(streams.get(lane)).add(outputs.get(lane).prediction());
          carries.set(streams.get(lane), outputs.get(lane).carry());
        }
      }
    }
    return predictions;
  }

  /** Returns the sequences to advance: those that are furthest behind, so that lanes change. */
  private static List<Integer> next(List<List<Prediction>> done, List<Example> examples) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      if (done.get(i).size() < examples.get(i).input().steps()) {
        open.add(i);
      }
    }
    return open.subList(Math.max(0, open.size() - 24), open.size());
  }

  private static StepInput input(Example example, int step, float[] carry) {
    FieldSequence input = example.input().range(step, step + 1);
    return new StepInput(
        new Example(input, example.target(), characters(example, step)), step == 0, carry);
  }

  /** Returns the characters of the word of a step. */
  static Optional<FieldSequence.IdSets> characters(Example example, int step) {
    return example.characters().map(words -> words.range(step, step + 1));
  }
}
