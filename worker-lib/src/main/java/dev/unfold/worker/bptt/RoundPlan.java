package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * The parameters of a round that all shards share.
 *
 * @param round of the run, from 0
 * @param epoch of the run, from 0
 * @param firstChunk of the epoch
 * @param chunks that each shard trains
 * @param updates true updates of the run before this round
 * @param optimizerAge updates that the optimizer's memory has seen before this round: as many, or 0
 *     where it starts each round from zero
 * @param learningRate before the schedule: scaled by shards and plateaus
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
