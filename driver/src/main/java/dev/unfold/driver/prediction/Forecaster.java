package dev.unfold.driver.prediction;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.prediction.NumberedExample;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts the steps after sequences by feeding predictions back: each prediction becomes a step
 * of its sequence, from which the next one is predicted, as if the table had a row with it.
 *
 * @param extension the extension of the sequences
 * @param steps the number of steps that are forecast
 * @param stepwise the forecasts from the states after the sequences; empty if the network reads a
 *     sequence, or a window of it, again for each step
 */
record Forecaster(
    PredictedRows.Pipeline pipeline,
    SequenceExtension extension,
    int steps,
    Optional<StepForecaster> stepwise) {
  /**
   * Returns the forecasts of each sequence, step by step, in the unit of the table.
   *
   * @throws CorpusException if the inputs of the steps after a sequence are unknown
   */
  List<Prediction.Frames> forecast(List<SequenceExtension.Sequence> sequences)
      throws CorpusException {
    if (steps > 1) {
      for (SequenceExtension.Sequence sequence : sequences) {
        extension.require(sequence);
      }
    }
    return stepwise.isPresent() && steps > 1
        ? stepwise.get().forecast(sequences)
        : reading(sequences);
  }

  /** Returns the forecasts of each sequence, which is read again for each of them. */
  private List<Prediction.Frames> reading(List<SequenceExtension.Sequence> sequences)
      throws CorpusException {
    List<SequenceExtension.Sequence> all = new ArrayList<>(sequences);
    List<List<float[]>> forecasts = new ArrayList<>();
    sequences.forEach(sequence -> forecasts.add(new ArrayList<>()));
    for (int step = 0; step < steps; step++) {
      List<float[]> next = next(all);
      for (int i = 0; i < all.size(); i++) {
        forecasts.get(i).add(next.get(i));
        if (step + 1 < steps) {
          all.set(i, extension.extended(all.get(i), next.get(i)));
        }
      }
    }
    return forecasts.stream().map(Prediction.Frames::new).toList();
  }

  /** Returns what is predicted for the step after each sequence. */
  private List<float[]> next(List<SequenceExtension.Sequence> sequences) throws CorpusException {
    List<NumberedExample> examples = new ArrayList<>();
    for (SequenceExtension.Sequence sequence : sequences) {
      examples.add(new NumberedExample(0, last(sequence.place(), sequence.fields())));
    }
    List<float[]> next = new ArrayList<>();
    for (Prediction predicted : pipeline.predictor().predict(examples, SparkJobs::cancelled)) {
      List<float[]> frames = ((Prediction.Frames) predicted).frames();
      next.add(frames.get(frames.size() - 1));
    }
    return next;
  }

  /** Returns the part of a sequence in which its last step is predicted. */
  private Example last(String place, Example fields) throws CorpusException {
    WindowSettings window = pipeline.reader().sequence().window();
    int end = fields.input().steps();
    int from = window.last(end);
    Example part =
        new Example(
            fields.input().range(from, end),
            fields.target(),
            fields.characters().map(words -> words.range(from, end)));
    pipeline.reader().requireShort(place, part);
    return pipeline.reader().encoder().finish(part, from == 0, true);
  }
}
