package dev.unfold.driver.training;

import java.util.Map;

/**
 * The metrics of a finished epoch, which {@link TrainingListener}s receive.
 *
 * @param epoch the epoch, from 1
 * @param round the last round of the epoch, counted over the run from 1
 * @param trainLoss the loss per target, averaged over the epoch during training
 * @param validation the metrics on the validation corpus by name, without counts; empty if there is
 *     no such corpus
 * @param unaveraged the same of the parameters without the average of the weights; empty if there
 *     is no average
 * @param learningRate the learning rate of the last update
 * @param excludedTargets the targets of shards that were excluded from an average, over the run so
 *     far
 * @param best whether the model is the best of the run so far
 * @param seconds the wall time in seconds
 */
public record EpochSummary(
    int epoch,
    long round,
    double trainLoss,
    Map<String, Double> validation,
    Map<String, Double> unaveraged,
    double learningRate,
    long excludedTargets,
    boolean best,
    double seconds) {}
