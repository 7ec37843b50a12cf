package dev.unfold.driver.prediction;

/**
 * The numbers of rows of a table with and without a prediction, and of the output.
 *
 * @param rows the number of all rows
 * @param withoutPrediction the number of rows that have none: because their input is null or has no
 *     steps or, among rows that are steps, because another one has that of their sequence
 * @param written the number of rows of the output: all of the table, or those of forecasts
 */
public record PredictionCounts(long rows, long withoutPrediction, long written) {}
