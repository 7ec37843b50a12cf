package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * The parameters of a round that all shards share.
 *
 * @param round the round of the run, from 0
 * @param epoch the epoch of the run, from 0
 * @param firstChunk the first chunk of the round in the epoch
 * @param chunks the number of chunks that each shard trains
 * @param updates the number of true updates of the run before this round
 * @param optimizerAge the number of updates that the optimizer state has accumulated before this
 *     round: {@code updates}, or 0 if the state is reset in each round
 * @param learningRate the learning rate before the schedule, scaled by shards and plateaus
 */
public record RoundPlan(
    long round,
    long epoch,
    long firstChunk,
    int chunks,
    long updates,
    long optimizerAge,
    double learningRate)
    implements Serializable {}
