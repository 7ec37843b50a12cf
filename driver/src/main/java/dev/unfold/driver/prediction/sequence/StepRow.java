package dev.unfold.driver.prediction.sequence;

/**
 * A row of a part of a sequence.
 *
 * @param values the values of all columns; not copied
 * @param isStep whether it has an input, and so is a step
 */
public record StepRow(Object[] values, boolean isStep) {}
