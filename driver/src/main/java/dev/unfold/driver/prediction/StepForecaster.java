package dev.unfold.driver.prediction;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.prediction.StepInput;
import dev.unfold.worker.prediction.StepOutput;
import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Forecasts the steps after sequences from the states that the network has after them, so that each
 * sequence is read once, however many steps are forecast.
 *
 * @param predictor the network, step by step
 * @param encoder the encoder of the sequences
 * @param extension the extension of the sequences
 * @param steps the number of steps that are forecast
 */
record StepForecaster(
    StepPredictor predictor, PredictionRowEncoder encoder, SequenceExtension extension, int steps) {
  private static final float[] NO_STATES = new float[0];

  /** A sequence that is read and then continued. */
  private final class Continued {
    private final String place;
    private final Example first;
    private final Map<Integer, TimeDistances> distances;
    private final List<float[]> forecasts = new ArrayList<>();
    private Example last;
    private Example known;
    private int next;
    private boolean started;
    private float[] carry = NO_STATES;

    Continued(SequenceExtension.Sequence sequence) {
      place = sequence.place();
      Example fields = sequence.fields();
      int end = fields.input().steps();
      first = fields.range(0, 1);
      last = fields.range(end - 1, end);
      known = encoder.finish(fields, true, true);
      distances = extension.distances(fields);
    }

    private StepInput input() {
      return new StepInput(known.range(next, next + 1), !started, carry);
    }

    private void take(StepOutput output) throws CorpusException {
      started = true;
      carry = output.carry();
      next++;
      if (next == known.input().steps()) {
        List<float[]> frames = ((Prediction.Frames) output.prediction()).frames();
        forecasts.add(frames.get(0));
        if (!isDone()) {
          extend(frames.get(0));
        }
      }
    }

    /** Makes the predicted step the next one; its times depend on the first and the last one. */
    private void extend(float[] predicted) throws CorpusException {
      Example step = extension.next(place, last, distances, predicted);
      ExampleBuilder joined = new ExampleBuilder();
      joined.add(first);
      joined.add(last);
      joined.add(step);
      known = encoder.finish(joined.build(), false, true);
      next = known.input().steps() - 1;
      last = step;
    }

    private boolean isDone() {
      return forecasts.size() == steps;
    }
  }

  /**
   * Returns the forecasts of each sequence, step by step, in the unit of the table.
   *
   * @throws CorpusException if a prediction cannot be fed back
   */
  List<Prediction.Frames> forecast(List<SequenceExtension.Sequence> sequences)
      throws CorpusException {
    Iterator<SequenceExtension.Sequence> waiting = sequences.iterator();
    List<Prediction.Frames> forecasts = new ArrayList<>();
    List<Continued> active = new ArrayList<>();
    while (waiting.hasNext() || !active.isEmpty()) {
      while (waiting.hasNext() && active.size() < predictor.lanes()) {
        Continued next = new Continued(waiting.next());
        active.add(next);
        forecasts.add(new Prediction.Frames(next.forecasts));
      }
      if (SparkJobs.cancelled()) {
        throw new CancellationException("prediction was cancelled");
      }
      List<StepOutput> outputs = predictor.advance(active.stream().map(Continued::input).toList());
      for (int i = 0; i < active.size(); i++) {
        active.get(i).take(outputs.get(i));
      }
      active.removeIf(Continued::isDone);
    }
    return forecasts;
  }
}
