package dev.unfold.driver.training;

import java.util.Map;

/**
 * The metrics of a validation within an epoch, which {@link TrainingListener}s receive.
 *
 * @param epoch the current epoch, from 1
 * @param round the last round before it, counted over the run from 1
 * @param validation the metrics on the validation corpus by name, without counts
 * @param unaveraged the same of the parameters without the average of the weights; empty if there
 *     is no average
 * @param learningRate the learning rate of the last update
 * @param best whether the model is the best of the run so far
 */
public record ValidationSummary(
    int epoch,
    long round,
    Map<String, Double> validation,
    Map<String, Double> unaveraged,
    double learningRate,
    boolean best) {}
