package dev.unfold.driver.prediction;

/**
 * The numbers of rows of a table with and without a prediction.
 *
 * @param rows the number of all rows
 * @param withoutPrediction the number of rows that have none: because their input is null or has no
 *     steps or, among rows that are steps, because another one has that of their sequence
 */
public record PredictionCounts(long rows, long withoutPrediction) {}
