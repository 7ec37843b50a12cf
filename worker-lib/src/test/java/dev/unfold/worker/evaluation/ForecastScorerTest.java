package dev.unfold.worker.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.evaluation.metric.ForecastErrors;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.batch.BatchDimensions;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.StepRange;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.FieldSequence.Frames;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.example.TargetPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastScorerTest {
  private static final int LANES = 3;
  private static final int STEPS = 4;

  /** Batches of examples of these lengths, of which the last lanes of the second one are empty. */
  private static final List<List<Integer>> BATCHES = List.of(List.of(12, 2, 9), List.of(7));

  /** The forecast of each number is its last value plus this share of its true change. */
  private static final double SHARE = 0.25;

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 0",
    "1, 0, 1, 1",
    "1, 0, 1, 3",
    "1, 2, 1, 7",
    "2, 0, 1, 2",
    "2, 3, 1, 5",
    "3, 1, 1, 4",
    "3, 1, 1, 0",
    "1, 0, 2, 0",
    "2, 1, 3, 1",
    "1, 0, 2, 2",
    "1, 0, 3, 2",
    "2, 2, 4, 3",
    "1, 1, 2, 5",
    "3, 0, 5, 2"
  })
  void errorsAreThoseOfTheValuesWhateverIsPredicted(int width, int other, int ahead, int season) {
    FrameScale scale = scale(width, 50, 8);
    FieldSchema.Numbers numbers = new FieldSchema.Numbers(scale, Collections.nCopies(width, 0.5));
    FieldSchema.Changes changes = new FieldSchema.Changes(numbers, scale(width, -0.5, 0.3));
    List<List<double[]>> series = series(width);

    Map<String, Object> direct = expected(series, width, ahead, numbers, season);
    Map<String, Object> ofValues =
        score(series, width, new Forecast(numbers, other, ahead, season));
    Map<String, Object> ofChanges =
        score(series, width, new Forecast(changes, other, ahead, season));

    assertClose(ofValues, direct);
    assertClose(ofChanges, direct);
    assertThat(ofChanges).containsKey("mase").containsKey("persistenceRse");
    assertThat(ofChanges.containsKey("seasonalRse")).isEqualTo(season > 0);
  }

  /**
   * The values t / 2 + 3 (t mod 7) for t from 0 to 39, each of which is forecast as t mod 5 - 2
   * more than it is, with the errors that NumPy computes from these formulas.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1.5726495726495726, 0.1721971566092127, 0.9859400548019881, 49.94230769230769, NaN, NaN",
    "1, 7, 1.575757575757576, 0.17849343274828378, 0.9850588572954815, 56.79545454545455, 12.25,"
        + " 0.44513380550514636",
    "3, 7, 1.575757575757576, 0.17849343274828378, 0.9850588572954815, 110.25, 12.25,"
        + " 0.44513380550514636",
    "9, 7, 1.6410256410256412, 0.19835596593002702, 0.9823863100620167, 110.25, 49,"
        + " 0.9634586968248664"
  })
  void errorsAgreeWithNumPy(
      int ahead,
      int season,
      double mase,
      double rse,
      double correlation,
      double persistence,
      double seasonal,
      double seasonalRse) {
    FieldSchema.Numbers numbers = new FieldSchema.Numbers(FrameScale.none(1), List.of(0.75));
    FieldSchema.Changes changes = new FieldSchema.Changes(numbers, FrameScale.none(1));
    double[] values = new double[40];
    Arrays.setAll(values, t -> t / 2.0 + 3 * (t % 7));
    Forecast forecast = new Forecast(changes, 0, ahead, season);
    ExampleChunkLayout layout =
        new ExampleChunkLayout(40 - ahead, 1, shape(1, 0), TargetPosition.EVERY_STEP, 0);
    Chunk chunk = layout.newChunk();
    layout.writeInto(chunk, List.of(example(values, 1, forecast)), StepRange.whole(40 - ahead));
    ForecastScorer scorer = new ForecastScorer(forecast);
    scorer.begin(chunk);
    for (int t = 0; t < 40 - ahead; t++) {
      scorer.add(chunk, t, new float[] {chunk.targetFrames()[t] + (t + ahead) % 5 - 2});
    }

    Map<String, Object> figures = scorer.count().value().describe();
    assertFigure(figures, "mase", mase);
    assertFigure(figures, "rse", rse);
    assertFigure(figures, "correlation", correlation);
    assertFigure(figures, "persistenceMeanSquaredError", persistence);
    if (season > 0) {
      assertFigure(figures, "seasonalMeanSquaredError", seasonal);
      assertFigure(figures, "seasonalRse", seasonalRse);
    }
  }

  private static void assertFigure(Map<String, Object> figures, String name, double expected) {
    assertThat((double) figures.get(name)).as(name).isCloseTo(expected, within(1e-12));
  }

  /** By hand: values 2, 5, 4, 6 and forecasts 3, 5, 7 for the last three; a season of two. */
  @Test
  void aSmallCaseByHand() {
    FieldSchema.Numbers numbers = new FieldSchema.Numbers(FrameScale.none(1), List.of(2.0));
    FieldSchema.Changes changes =
        new FieldSchema.Changes(numbers, new FrameScale(List.of(1.0), List.of(2.0)));
    ForecastScorer scorer = new ForecastScorer(new Forecast(changes, 0, 1, 2));
    Chunk chunk = new Chunk(3, 1, shape(1, 0), 0);
    System.arraycopy(new float[] {2, 5, 4}, 0, chunk.frames(), 0, 3);
    System.arraycopy(new float[] {1, -1, 0.5f}, 0, chunk.targetFrames(), 0, 3);
    chunk.resets()[0] = true;
    chunk.filled(3);
    scorer.begin(chunk);
    float[] outputs = {0, -0.5f, 1};
    for (int position = 0; position < 3; position++) {
      scorer.add(chunk, position, new float[] {outputs[position]});
    }

    // The first step has no value in the last season. Errors of the others: 5 - 4, 7 - 6; of the
    // last value: 5 - 4, 4 - 6; of the last season: 2 - 4, 5 - 6.
    assertThat(scorer.count().value().describe())
        .containsEntry("steps", 2L)
        .containsEntry("meanSquaredError", 1.0)
        .containsEntry("meanAbsoluteError", 1.0)
        .containsEntry("mase", 0.5)
        .containsEntry("persistenceMeanSquaredError", 2.5)
        .containsEntry("seasonalMeanSquaredError", 2.5)
        .containsEntry("seasonalMeanAbsoluteError", 1.5);
  }

  private static FrameScale scale(int width, double mean, double deviation) {
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      means.add(mean + i);
      deviations.add(deviation * (1 + i));
    }
    return new FrameScale(means, deviations);
  }

  /** Returns the frames of each example of each batch. */
  private static List<List<double[]>> series(int width) {
    Random random = new Random(width);
    List<List<double[]>> batches = new ArrayList<>();
    for (List<Integer> lengths : BATCHES) {
      List<double[]> batch = new ArrayList<>();
      for (int length : lengths) {
        batch.add(random.doubles((long) width * length, 30, 90).toArray());
      }
      batches.add(batch);
    }
    return batches;
  }

  private static DataShape shape(int width, int other) {
    List<InputShape> inputs = new ArrayList<>();
    if (other > 0) {
      inputs.add(InputShape.ofFrames(other));
    }
    inputs.add(InputShape.ofFrames(width));
    return new DataShape(inputs, 0, DataShape.Target.FRAMES, width);
  }

  /** Scores the chunks of the series, as evaluation does. */
  private static Map<String, Object> score(
      List<List<double[]>> batches, int width, Forecast forecast) {
    FieldSchema predicted = forecast.predicted();
    int other = forecast.first();
    ForecastScorer scorer = new ForecastScorer(forecast);
    BatchDimensions cut = new BatchDimensions(LANES, STEPS, 0);
    ExampleChunkLayout layout =
        new ExampleChunkLayout(STEPS, LANES, shape(width, other), TargetPosition.EVERY_STEP, 0);
    Chunk chunk = layout.newChunk();
    for (List<double[]> batch : batches) {
      List<Example> examples =
          batch.stream()
              .filter(values -> values.length / width > forecast.ahead())
              .map(values -> example(values, width, forecast))
              .toList();
      int longest = examples.stream().mapToInt(example -> example.input().steps()).max().orElse(0);
      for (int i = 0; i < cut.chunks(longest); i++) {
        layout.writeInto(chunk, examples, cut.range(longest, i));
        scorer.begin(chunk);
        for (int position = 0; position < chunk.steps() * LANES; position++) {
          if (chunk.targets()[position] != Chunk.NO_TARGET) {
            scorer.add(chunk, position, output(chunk, position, width, other, predicted));
          }
        }
      }
    }
    return scorer.count().value().describe();
  }

  private static Example example(double[] values, int width, Forecast forecast) {
    int steps = values.length / width;
    int ahead = forecast.ahead();
    int other = forecast.first();
    Frames all = numbers(forecast.predicted()).encode(values);
    Frames target =
        forecast.predicted() instanceof FieldSchema.Changes changes
            ? changes.of(values, ahead)
            : all.range(ahead, steps);
    Frames input = all.range(0, steps - ahead);
    if (other == 0) {
      return new Example(input, target);
    }
    float[] ones = new float[other * (steps - ahead)];
    Arrays.fill(ones, 1);
    return new Example(new FieldSequence.Parts(List.of(new Frames(ones, other), input)), target);
  }

  private static FieldSchema.Numbers numbers(FieldSchema predicted) {
    return predicted instanceof FieldSchema.Changes changes
        ? changes.values()
        : (FieldSchema.Numbers) predicted;
  }

  /** Returns the output of a network whose forecast is a share of the true change. */
  private static float[] output(
      Chunk chunk, int position, int width, int other, FieldSchema predicted) {
    float[] output = new float[width];
    for (int i = 0; i < width; i++) {
      float target = chunk.targetFrames()[position * width + i];
      if (predicted instanceof FieldSchema.Changes changes) {
        double mean = changes.scale().mean().get(i);
        double deviation = changes.scale().deviation().get(i);
        output[i] = (float) ((SHARE * (target * deviation + mean) - mean) / deviation);
      } else {
        float last = chunk.frames()[position * (width + other) + other + i];
        output[i] = (float) (last + SHARE * (target - last));
      }
    }
    return output;
  }

  /** Returns the metrics, computed from the values one by one. */
  private static Map<String, Object> expected(
      List<List<double[]>> batches, int width, int ahead, FieldSchema.Numbers schema, int season) {
    int back = season == 0 ? ahead : (ahead + season - 1) / season * season;
    ForecastErrors errors = new ForecastErrors(width, schema.changes(), season > 0);
    for (List<double[]> batch : batches) {
      for (double[] values : batch) {
        for (int step = back; step < values.length / width; step++) {
          double[] now = frame(values, step, width, schema.scale());
          double[] last = frame(values, step - ahead, width, schema.scale());
          double[] forecast = new double[width];
          Arrays.setAll(forecast, i -> last[i] + SHARE * (now[i] - last[i]));
          errors.add(now, forecast, last, frame(values, step - back, width, schema.scale()));
        }
      }
    }
    return errors.describe();
  }

  private static double[] frame(double[] values, int step, int width, FrameScale scale) {
    double[] frame = new double[width];
    Arrays.setAll(
        frame, i -> (values[step * width + i] - scale.mean().get(i)) / scale.deviation().get(i));
    return frame;
  }

  private static void assertClose(Map<String, Object> actual, Map<String, Object> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, value) ->
            assertThat(((Number) actual.get(name)).doubleValue())
                .as(name)
                .isCloseTo(((Number) value).doubleValue(), within(2e-5)));
  }
}
