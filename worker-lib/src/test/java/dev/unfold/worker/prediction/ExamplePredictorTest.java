package dev.unfold.worker.prediction;

import static dev.unfold.worker.prediction.ExamplePredictionFixture.EXAMPLES;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.WIDTH;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.chunks;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.examples;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.networks;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.ofPastSteps;
import static dev.unfold.worker.prediction.ExamplePredictionFixture.wild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.StepRange;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.network.Context;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares predictions of networks with initial parameters with direct runs of the same networks.
 */
class ExamplePredictorTest {
  private static final OutputOptions ALL = new OutputOptions(0.5, true, 0);
  private static final int LOOKING_AHEAD = 10;
  private static final int LANES = BatchShape.LANE_MULTIPLE;
  private static final int WHOLE = Context.UNBOUNDED;
  private static final ClassSampler GREEDY = ClassSampler.greedy();

  private final Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);

  @AfterEach
  void close() {
    gemm.close();
  }

  @ParameterizedTest
  @MethodSource("dev.unfold.worker.prediction.ExamplePredictionFixture#networks")
  void isWhatTheNetworkPutsOutForTheExampleAlone(ExampleNetwork network) {
    List<Example> examples = examples(network);
    float[] values = wild(network);
    List<Prediction> predictions = predict(network, values, examples, ALL, LANES);
    for (int i = 0; i < examples.size(); i++) {
      List<float[]> outputs = outputs(network, values, examples.get(i));
      assertThat(figures(predictions.get(i))).hasSameSizeAs(outputs);
      for (int step = 0; step < outputs.size(); step++) {
        assertThat(figures(predictions.get(i)).get(step))
            .containsExactly(
                expected(network, examples.get(i), step, outputs.get(step)), Offset.offset(2e-4f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.unfold.worker.prediction.ExamplePredictionFixture#networks")
  void doesNotDependOnOtherExamples(ExampleNetwork network) {
    List<Example> examples = examples(network);
    float[] values = wild(network);
    List<Prediction> together = predict(network, values, examples, ALL, LANES);
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.reverse(shuffled);
    List<Prediction> reversed = predict(network, values, shuffled, ALL, LANES);
    for (int i = 0; i < EXAMPLES; i++) {
      List<Prediction> alone = predict(network, values, List.of(examples.get(i)), ALL, LANES);
      assertSame(alone.get(0), together.get(i));
      assertSame(reversed.get(EXAMPLES - 1 - i), together.get(i));
    }
  }

  @Test
  void classesAreTheMostProbableOnesAndProbabilitiesKeptOnRequest() {
    ExampleNetwork network = networks().get(0);
    float[] values = wild(network);
    List<Example> examples = examples(network);
    List<Prediction> all = predict(network, values, examples, ALL, LANES);
    List<Prediction> best =
        predict(network, values, examples, new OutputOptions(0.5, false, 0), LANES);
    for (int i = 0; i < EXAMPLES; i++) {
      Prediction.Classes withAll = (Prediction.Classes) all.get(i);
      float[] probabilities = withAll.probabilities().get(0);
      assertThat(withAll.ids()).hasSize(1);
      float confidence = probabilities[withAll.ids()[0]];
      for (float probability : probabilities) {
        assertThat(probability).isBetween(0f, confidence);
      }
      assertThat(withAll.best().get(0).probabilities()).containsExactly(confidence);
      Prediction.Classes without = (Prediction.Classes) best.get(i);
      assertThat(without.probabilities()).isEmpty();
      assertThat(without.ids()).isEqualTo(withAll.ids());
    }
  }

  /** The tags are those of the best path, although others may be more probable at a step. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void tagsThatArePredictedTogetherAreInOrder(boolean reversed) {
    ExampleNetwork network = chunks(OutputSettings.Kind.CRF_BIO, false, reversed);
    List<String> names = network.schema().target().names();
    OutputOptions ranked = new OutputOptions(0.5, true, names.size());
    int lessProbable = 0;
    for (Prediction prediction :
        predict(network, wild(network), examples(network), ranked, LANES)) {
      Prediction.Classes tags = (Prediction.Classes) prediction;
      String sequence =
          IntStream.of(tags.ids()).mapToObj(names::get).collect(Collectors.joining(" ", "", " "));
      assertThat(sequence).matches("(O |B-k (I-k )*|B-l (I-l )*)+");
      for (int step = 0; step < tags.ids().length; step++) {
        TopClasses best = tags.best().get(step);
        float[] probabilities = tags.probabilities().get(step);
        for (int rank = 0; rank < names.size(); rank++) {
          assertThat(best.probabilities()[rank])
              .isCloseTo(probabilities[best.ids()[rank]], Offset.offset(1e-6f));
          assertThat(rank < 2 || best.probabilities()[rank] <= best.probabilities()[rank - 1])
              .isTrue();
        }
        lessProbable += best.probabilities()[0] < best.probabilities()[1] ? 1 : 0;
      }
    }
    assertThat(lessProbable).isPositive();
  }

  /** A class is new as long as no step so far had it, also in earlier chunks of a long example. */
  @Test
  void classesThatTheSequenceHadAreRankedLast() {
    ExampleNetwork network = ofPastSteps().get(5);
    int classes = network.schema().target().size();
    float[] values = wild(network);
    List<Example> examples = examples(network);
    OutputOptions plain = new OutputOptions(0.5, false, classes);
    List<Prediction> all = predict(network, values, examples, plain, LANES);
    List<Prediction> newOnly = predict(network, values, examples, plain.newOnly(true), LANES);
    for (int i = 0; i < EXAMPLES; i++) {
      int[] inputs = ((FieldSequence.Ids) examples.get(i).input()).ids();
      List<Integer> seen = new ArrayList<>();
      for (int step = 0; step < inputs.length; step++) {
        seen.add(inputs[step]);
        int[] ids = ((Prediction.Classes) all.get(i)).best().get(step).ids();
        int[] expected =
            IntStream.concat(
                    Arrays.stream(ids).filter(id -> !seen.contains(id)),
                    Arrays.stream(ids).filter(seen::contains))
                .toArray();
        assertThat(((Prediction.Classes) newOnly.get(i)).best().get(step).ids())
            .containsExactly(expected);
      }
    }
  }

  @Test
  void aThresholdSaysWhatIsThere() {
    ExampleNetwork network = networks().get(6);
    float[] values = wild(network);
    List<Prediction> predictions =
        predict(network, values, examples(network), new OutputOptions(0.3, true, 0), LANES);
    for (Prediction prediction : predictions) {
      Prediction.Sets sets = (Prediction.Sets) prediction;
      for (int step = 0; step < sets.sets().size(); step++) {
        float[] probabilities = sets.probabilities().get(step);
        assertThat(sets.sets().get(step))
            .containsExactly(
                IntStream.range(0, WIDTH).filter(id -> probabilities[id] >= 0.3).toArray());
      }
    }
  }

  @Test
  void whatIsReadFromTheEndComesBackInTheOrderOfTheRow() {
    ExampleNetwork network = networks().get(4);
    InputSettings input = network.inputs().first();
    ExampleNetwork reversed =
        new ExampleNetwork(
            network.settings(),
            InputColumns.of(new InputSettings(input.column(), input.kind(), 0, true, true, false)),
            network.target(),
            network.schema());
    float[] values = wild(network);
    List<Example> examples = examples(network);
    List<Prediction> forward = predict(network, values, examples, ALL, LANES);
    List<Prediction> back = predict(reversed, values, examples, ALL, LANES);
    for (int i = 0; i < EXAMPLES; i++) {
      int[] ids = ((Prediction.Classes) forward.get(i)).ids();
      int[] expected = new int[ids.length];
      Arrays.setAll(expected, step -> ids[ids.length - 1 - step]);
      assertThat(((Prediction.Classes) back.get(i)).ids()).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.unfold.worker.prediction.ExamplePredictionFixture#decoders")
  void sequencesDependOnTheirExampleAndItsNumberOnly(ExampleNetwork network) {
    float[] values = wild(network);
    List<Example> examples = examples(network);
    for (DecodingStrategy decoding :
        List.of(
            new DecodingStrategy.SamplingDecoding(9, GREEDY),
            new DecodingStrategy.SamplingDecoding(
                9, new ClassSampler(1, 0, 1, new CounterRandom(3))),
            new DecodingStrategy.BeamSearchDecoding(9, new BeamSettings(3, 0.6)))) {
      PredictionOptions options = new PredictionOptions(LANES, ALL, decoding);
      List<Prediction> together = predict(network, values, numbered(examples), options);
      for (int i = 0; i < EXAMPLES; i++) {
        NumberedExample one = numbered(examples).get(i);
        assertSame(predict(network, values, List.of(one), options).get(0), together.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.unfold.worker.prediction.ExamplePredictionFixture#decoders")
  void aBeamOfOneIsGreedyAndSamplesDiffer(ExampleNetwork network) {
    float[] values = wild(network);
    Example example = examples(network).get(7);
    List<NumberedExample> same = numbered(Collections.nCopies(EXAMPLES, example));
    List<List<String>> greedy =
        tokens(network, values, same, new DecodingStrategy.SamplingDecoding(9, GREEDY));
    assertThat(greedy).containsOnly(greedy.get(0));
    assertThat(
            tokens(
                network,
                values,
                same,
                new DecodingStrategy.BeamSearchDecoding(9, new BeamSettings(1, 0))))
        .isEqualTo(greedy);
    ClassSampler sampler = new ClassSampler(2, 0, 1, new CounterRandom(5));
    List<List<String>> drawn =
        tokens(network, values, same, new DecodingStrategy.SamplingDecoding(9, sampler));
    assertThat(drawn.stream().distinct().count()).isGreaterThan(1);
    assertThat(drawn).allSatisfy(tokens -> assertThat(tokens).hasSizeLessThanOrEqualTo(9));
  }

  @Test
  void stopsWhenItIsCancelled() {
    ExampleNetwork network = networks().get(0);
    try (ExamplePredictor predictor =
        new ExamplePredictor(network, options(ALL, LANES), gemm, wild(network))) {
      List<NumberedExample> examples = numbered(examples(network));
      assertThatThrownBy(() -> predictor.predict(examples, () -> true))
          .isInstanceOf(CancellationException.class);
      assertThat(predictor.predict(List.of(), () -> true)).isEmpty();
    }
  }

  @Test
  void lengthsHaveFixedLimitsAndLongOnesFewerLanes() {
    assertThat(IntStream.of(1, 2, 5, 6, 7, 8, 130, 146).map(BatchShape::limit))
        .containsExactly(1, 2, 5, 7, 7, 9, 146, 146);
    assertThat(BatchShape.limit(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    assertThat(IntStream.of(1, 4, 6, 8, 145).map(BatchShape::limitWithin))
        .containsExactly(1, 4, 5, 7, 121);
    assertThat(BatchShape.limit(121)).isEqualTo(121);
    assertThat(networks().get(0).longestInput()).isBetween(100_000, 100_000_000);
    assertThat(networks().get(1).longestInput()).isEqualTo(Integer.MAX_VALUE);
    assertThat(networks().get(LOOKING_AHEAD).longestInput()).isEqualTo(Integer.MAX_VALUE);
    assertThat(networks().get(0).lookAhead()).isEqualTo(WHOLE);
    assertThat(networks().get(1).lookAhead()).isZero();
    assertThat(networks().get(LOOKING_AHEAD).lookAhead()).isEqualTo(4);
    assertThat(BatchShape.of(WHOLE, 100, 32, 1)).isEqualTo(new BatchShape(100, 0, 24));
    assertThat(BatchShape.of(WHOLE, 100, 32, 4)).isEqualTo(new BatchShape(100, 0, 24));
    assertThat(BatchShape.of(WHOLE, 1_000_000, 32, 1)).isEqualTo(new BatchShape(1_000_000, 0, 1));
    assertThat(BatchShape.of(0, 1_000_000, 32, 1)).isEqualTo(new BatchShape(50, 0, 24));
    assertThat(BatchShape.of(0, 1_000_000, 23, 1)).isEqualTo(new BatchShape(50, 0, 1));
    assertThat(BatchShape.of(0, 1_000_000, 100, 1)).isEqualTo(new BatchShape(50, 0, 96));
    assertThat(BatchShape.of(9, 52, 32, 1)).isEqualTo(new BatchShape(50, 2, 24));
    assertThat(BatchShape.of(9, 1_000_000, 32, 1)).isEqualTo(new BatchShape(50, 9, 24));
    assertThat(BatchShape.of(200, 1_000_000, 32, 1)).isEqualTo(new BatchShape(200, 200, 24));
  }

  private List<List<String>> tokens(
      ExampleNetwork network,
      float[] values,
      List<NumberedExample> examples,
      DecodingStrategy decoding) {
    return predict(network, values, examples, new PredictionOptions(LANES, ALL, decoding)).stream()
        .map(prediction -> ((Prediction.Tokens) prediction).tokens())
        .toList();
  }

  private List<Prediction> predict(
      ExampleNetwork network,
      float[] values,
      List<Example> examples,
      OutputOptions outputs,
      int lanes) {
    return predict(network, values, numbered(examples), options(outputs, lanes));
  }

  private List<Prediction> predict(
      ExampleNetwork network,
      float[] values,
      List<NumberedExample> examples,
      PredictionOptions options) {
    try (ExamplePredictor predictor = new ExamplePredictor(network, options, gemm, values)) {
      return predictor.predict(examples, () -> false);
    }
  }

  private static PredictionOptions options(OutputOptions outputs, int lanes) {
    return new PredictionOptions(lanes, outputs, new DecodingStrategy.SamplingDecoding(9, GREEDY));
  }

  private static List<NumberedExample> numbered(List<Example> examples) {
    return IntStream.range(0, examples.size())
        .mapToObj(i -> new NumberedExample(i, examples.get(i)))
        .toList();
  }

  /** Returns the network's outputs for one example, in a chunk of its own. */
  private List<float[]> outputs(ExampleNetwork network, float[] values, Example example) {
    int steps = example.input().steps();
    Example withTarget =
        new Example(example.input(), new FieldSequence.Ids(new int[steps]), example.characters());
    ExampleChunkLayout layout = network.chunks(new BatchShape(steps, 0, 1));
    Chunk chunk = layout.newChunk();
    layout.writeInto(chunk, List.of(withTarget), StepRange.whole(steps));
    List<float[]> outputs = new ArrayList<>();
    try (Workspace workspace = new Workspace()) {
      Matrix parameters = workspace.vector(values.length);
      parameters.set(values);
      ForwardPass forward = network.build().open(PassMemory.of(gemm, workspace, parameters, chunk));
      forward.parametersChanged();
      forward.run(chunk);
      forward.outputs(chunk, (position, output) -> outputs.add(output.clone()));
    }
    return outputs;
  }

  /** Returns the reported values of an output, by the definitions of softmax, σ and the scale. */
  private static float[] expected(
      ExampleNetwork network, Example example, int step, float[] output) {
    if (network.build().distribution() == OutputDistribution.PATH) {
      return OutputDistribution.PATH.expectedTarget(output);
    }
    float[] figures = new float[output.length];
    double sum = 0;
    for (float logit : output) {
      sum += Math.exp(logit);
    }
    for (int i = 0; i < output.length; i++) {
      if (network.schema().target() instanceof FieldSchema.Numbers numbers) {
        figures[i] = (float) restored(numbers.scale(), i, output[i]);
      } else if (network.schema().target() instanceof FieldSchema.Changes changes) {
        FieldSequence changing = ((FieldSequence.Parts) example.input()).parts().get(1);
        float last = ((FieldSequence.Frames) changing).values()[step * output.length + i];
        figures[i] =
            (float)
                (restored(changes.values().scale(), i, last)
                    + restored(changes.scale(), i, output[i]));
      } else if (network.schema().target() instanceof FieldSchema.Sets) {
        figures[i] = (float) (1 / (1 + Math.exp(-output[i])));
      } else {
        figures[i] = (float) (Math.exp(output[i]) / sum);
      }
    }
    return figures;
  }

  private static double restored(FrameScale scale, int column, float value) {
    return value * scale.deviation().get(column) + scale.mean().get(column);
  }

  private static List<float[]> figures(Prediction prediction) {
    if (prediction instanceof Prediction.Classes classes) {
      return classes.probabilities();
    }
    return prediction instanceof Prediction.Sets sets
        ? sets.probabilities()
        : ((Prediction.Frames) prediction).frames();
  }

  private static void assertSame(Prediction actual, Prediction expected) {
    if (expected instanceof Prediction.Tokens tokens) {
      assertThat(((Prediction.Tokens) actual).tokens()).isEqualTo(tokens.tokens());
    } else {
      assertThat(figures(actual)).containsExactlyElementsOf(figures(expected));
    }
  }
}
