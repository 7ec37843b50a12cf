package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.example.Example;
import java.util.List;

/**
 * An example with the number of its row.
 *
 * @param number the number of its row among all rows, which determines its random numbers
 * @param example the example, whose target is ignored
 * @param texts the tokens of its only input in the order of the row, also those that are unknown;
 *     empty if no token is copied
 */
public record NumberedExample(long number, Example example, List<String> texts) {
  /** Creates an example of which no token is copied. */
  public NumberedExample(long number, Example example) {
    this(number, example, List.of());
  }
}
