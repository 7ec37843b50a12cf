package dev.unfold.driver.training;

/**
 * The figures of one round.
 *
 * @param round of the run, from 1
 * @param epoch in which the round lies, from 1
 * @param epochs that the run is to have
 * @param chunk chunks of the epoch that each shard has behind it
 * @param chunksPerEpoch chunks that each shard has in an epoch
 * @param loss nats per target, over the targets trained in the round
 * @param targets trained in the round, by all shards that count in its average
 * @param excludedShards left out of the average of the round
 * @param excludedTargets of the run so far: those of shards that were left out of an average
 * @param learningRate of the last update
 * @param gradientNorm before clipping
 * @param targetsPerSecond by the wall clock
 */
public record RoundReport(
    long round,
    int epoch,
    int epochs,
    long chunk,
    long chunksPerEpoch,
    double loss,
    long targets,
    int excludedShards,
    long excludedTargets,
    double learningRate,
    double gradientNorm,
    double targetsPerSecond) {}
