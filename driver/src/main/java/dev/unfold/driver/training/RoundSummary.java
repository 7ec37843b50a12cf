package dev.unfold.driver.training;

/**
 * The metrics of a finished round, which {@link TrainingListener}s receive.
 *
 * @param round the round of the run, from 1
 * @param epoch the epoch of the round, from 1
 * @param epochs the number of epochs of the run
 * @param chunk the number of chunks of the epoch that each shard has completed
 * @param chunksPerEpoch the number of chunks of each shard in the epoch
 * @param loss the loss per target, over the targets trained in the round
 * @param targets the number of targets trained in the round by the shards in its average
 * @param excludedShards the number of shards excluded from the average of the round
 * @param excludedTargets the targets of shards that were excluded from an average, over the run so
 *     far
 * @param learningRate the learning rate of the last update, before a factor from the length of its
 *     chunk
 * @param gradientNorm the mean gradient norm before clipping
 * @param targetsPerSecond the throughput by wall time
 */
public record RoundSummary(
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
