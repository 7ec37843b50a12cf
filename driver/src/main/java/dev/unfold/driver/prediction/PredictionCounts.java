package dev.unfold.driver.prediction;

/**
 * What became of the rows of a table.
 *
 * @param rows all of them
 * @param withoutPrediction those whose input is null or has no step
 */
public record PredictionCounts(long rows, long withoutPrediction) {}
