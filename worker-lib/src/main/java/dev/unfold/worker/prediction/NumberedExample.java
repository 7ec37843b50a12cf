package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.example.Example;

/**
 * An example to predict something of.
 *
 * @param number of its row among all rows, which chooses its random numbers
 * @param example whose target is not looked at
 */
public record NumberedExample(long number, Example example) {}
