package dev.unfold.worker.prediction;

import static dev.unfold.worker.prediction.ExamplePredictionFixture.examples;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.wild;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.SixRowsGemm;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A prediction has the same bits with any multiple of 24 lanes, at any lane and step by step, also
 * with products that round the last rows otherwise.
 */
class SameRoundingTest {
  private static final OutputOptions ALL = new OutputOptions(0.5, true, 0);
  private static final int[] LANES = {24, 48};

  static Stream<ExampleNetwork> networks() {
    return Stream.of(
            ExamplePredictionFixture.networks(),
            ExamplePredictionFixture.ofPastSteps(),
            ExamplePredictionFixture.decoders(),
            List.of(ExamplePredictionFixture.aligned()))
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyNetworkHasTheBitsOfAnyNumberOfLanes(ExampleNetwork network) {
    assertSameBits(network);
  }

  /** Layers choose between two algorithms by the size of a vocabulary and that of a chunk. */
  @ParameterizedTest
  @ValueSource(ints = {14, 20, 40, 130, 610, 1003})
  void everyVocabularyHasTheBitsOfAnyNumberOfLanes(int size) {
    ExamplePredictionFixture.ofVocabulary(size).forEach(SameRoundingTest::assertSameBits);
  }

  /** The classes are so many that the logits of a chunk are computed in parts. */
  @ParameterizedTest
  @ValueSource(ints = {9_000, 200_000})
  void equalExamplesHaveEqualPredictions(int size) {
    ExampleNetwork network = ExamplePredictionFixture.next(size);
    Example example =
        new Example(
            new FieldSequence.Ids(new int[size > 100_000 ? 2 : 50]),
            new FieldSequence.Ids(new int[0]));
    OutputOptions best = new OutputOptions(0.5, false, 3);
    List<Prediction> predictions =
        predict(network, Collections.nCopies(24, example), 24, best, greedy());
    predictions.forEach(prediction -> assertSame(prediction, predictions.get(0)));
  }

  private static void assertSameBits(ExampleNetwork network) {
    List<Example> examples = examples(network).subList(0, 25);
    List<Prediction> expected = predict(network, examples, LANES[0], ALL, greedy());
    assertSame(predict(network, examples, LANES[1], ALL, greedy()), expected);
    if (StepPredictor.obstacle(network).isEmpty()) {
      assertStepsAre(network, examples.get(0), expected.get(0));
    }
    if (network.makesSequences()) {
      assertSameSearch(network, examples.subList(1, 4));
    }
  }

  private static void assertStepsAre(ExampleNetwork network, Example example, Prediction expected) {
    List<Prediction> whole = expected.steps();
    float[] carry = new float[0];
    try (StepPredictor predictor =
        new StepPredictor(network, ALL, new SixRowsGemm(), wild(network))) {
      int steps = example.input().steps();
      for (int step = 0; step < steps; step++) {
        Example one =
            new Example(
                example.input().range(step, step + 1),
                example.target(),
                StepPredictorTest.characters(example, step));
        StepOutput output = predictor.advance(List.of(new StepInput(one, step == 0, carry))).get(0);
        carry = output.carry();
        int index = step - (steps - whole.size());
        if (index >= 0) {
          assertSame(output.prediction(), whole.get(index));
        }
      }
    }
  }

  private static void assertSameSearch(ExampleNetwork network, List<Example> examples) {
    DecodingStrategy beam =
        new DecodingStrategy.BeamSearchDecoding(5, new BeamSettings(2, 0.6), greedy().rules());
    List<Prediction> expected = predict(network, examples, LANES[0], ALL.sequences(2), beam);
    assertSame(predict(network, examples, LANES[1], ALL.sequences(2), beam), expected);
  }

  private static DecodingStrategy greedy() {
    return new DecodingStrategy.SamplingDecoding(5, ClassSampler.greedy());
  }

  private static List<Prediction> predict(
      ExampleNetwork network,
      List<Example> examples,
      int lanes,
      OutputOptions outputs,
      DecodingStrategy decoding) {
    List<NumberedExample> numbered =
        IntStream.range(0, examples.size())
            .mapToObj(i -> new NumberedExample(i, examples.get(i)))
            .toList();
    PredictionOptions options = new PredictionOptions(lanes, outputs, decoding);
    try (Gemm gemm = new SixRowsGemm();
        ExamplePredictor predictor = new ExamplePredictor(network, options, gemm, wild(network))) {
      return predictor.predict(numbered, () -> false);
    }
  }

  private static void assertSame(Object found, Object expected) {
    // The values themselves may be millions.
    assertThat(values(found).equals(values(expected))).as("the bits are the same").isTrue();
  }

  /** Returns the values of records and their lists and arrays, which differ if their bits do. */
  private static List<?> values(Object of) {
    if (of instanceof float[] floats) {
      return IntStream.range(0, floats.length).mapToObj(i -> floats[i]).toList();
    }
    if (of instanceof int[] ints) {
      return IntStream.of(ints).boxed().toList();
    }
    if (of instanceof List<?> list) {
      return list.stream().map(SameRoundingTest::values).toList();
    }
    if (!of.getClass().isRecord()) {
      return List.of(of);
    }
    return Stream.of(of.getClass().getRecordComponents())
        .map(part -> values(invoke(part.getAccessor(), of)))
        .toList();
  }

  private static Object invoke(Method accessor, Object of) {
    try {
      return accessor.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
