package dev.unfold.api;

/**
 * The result of a prediction.
 *
 * @param output the folder that contains all rows with their predictions, in order
 * @param rows the number of all rows
 * @param withoutPrediction the number of rows whose input is null or empty
 */
public record PredictionResult(String output, long rows, long withoutPrediction) {}
