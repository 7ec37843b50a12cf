package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.example.Example;

/**
 * An example with the number of its row.
 *
 * @param number the number of its row among all rows, which determines its random numbers
 * @param example the example, whose target is ignored
 */
public record NumberedExample(long number, Example example) {}
