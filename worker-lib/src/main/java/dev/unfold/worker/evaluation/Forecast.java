package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.Serializable;
import java.util.List;

/**
 * What is predicted of a later step.
 *
 * @param predicted the schema of the target: numbers, or their changes
 * @param first the index of the first value of an input frame that is predicted
 * @param ahead the number of steps until then
 * @param season the number of steps of a season; 0 if there is none
 */
record Forecast(FieldSchema predicted, int first, int ahead, int season) implements Serializable {
  static Forecast of(InputColumns inputs, TargetSettings target, ExampleSchema schema) {
    return new Forecast(
        schema.target(),
        ExampleShape.firstPredicted(inputs, target, schema.input()),
        target.ahead(),
        target.season());
  }

  /** Returns that of targets that are not a later step. */
  static Forecast none() {
    return new Forecast(new FieldSchema.None(), 0, 1, 0);
  }

  /**
   * Returns the mean absolute error of the naive forecast of each number on the training rows;
   * empty if it is unknown.
   */
  List<Double> scales() {
    if (predicted instanceof FieldSchema.Changes changes) {
      return changes.values().changes();
    }
    return predicted instanceof FieldSchema.Numbers numbers ? numbers.changes() : List.of();
  }
}
