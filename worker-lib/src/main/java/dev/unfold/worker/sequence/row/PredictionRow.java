package dev.unfold.worker.sequence.row;

import java.util.List;

/**
 * A row for which predictions are made.
 *
 * @param place the file and row, for messages
 * @param inputs the values of the input columns
 * @param position the sequence of the row and its position there, as {@link SequencePosition} has
 *     it; empty if the row is an example
 * @param values the values of all columns as they were read, including the inputs; not copied
 */
public record PredictionRow(String place, List<Object> inputs, byte[] position, List<?> values) {
  /** Returns the row with other values of its inputs. */
  public PredictionRow withInputs(List<Object> others) {
    return new PredictionRow(place, others, position, values);
  }
}
