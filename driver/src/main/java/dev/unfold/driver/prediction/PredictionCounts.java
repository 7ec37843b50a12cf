package dev.unfold.driver.prediction;

/**
 * The numbers of rows of a table with and without a prediction.
 *
 * @param rows the number of all rows
 * @param withoutPrediction the number of rows whose input is null or has no steps
 */
public record PredictionCounts(long rows, long withoutPrediction) {}
