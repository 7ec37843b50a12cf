package dev.unfold.driver.training;

import java.util.Map;

/**
 * The figures of one epoch.
 *
 * @param epoch from 1
 * @param round of the run, from 1, that was the last of the epoch
 * @param trainLoss nats per target, over the epoch while it was trained
 * @param validation figures on the validation corpus by name, without counts; none where there is
 *     no such corpus
 * @param learningRate of the last update
 * @param excludedTargets of the run so far: those of shards that were left out of an average
 * @param best whether the model is the best of the run so far
 * @param seconds by the wall clock
 */
public record EpochReport(
    int epoch,
    long round,
    double trainLoss,
    Map<String, Double> validation,
    double learningRate,
    long excludedTargets,
    boolean best,
    double seconds) {}
