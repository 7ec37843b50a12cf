package dev.unfold.driver.prediction;

/**
 * The numbers of rows of a table with and without a prediction.
 *
 * @param rows all of them
 * @param withoutPrediction those whose input is null or has no step
 */
public record PredictionCounts(long rows, long withoutPrediction) {}
