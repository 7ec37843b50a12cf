package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * What all shards have in common in one round.
 *
 * @param round of the run, from 0
 * @param firstChunk of the epoch
 * @param chunks that each shard trains
 * @param updates true updates of the run before this round
 * @param learningRate before the schedule: scaled by shards and plateaus
 */
public record RoundPlan(long round, long firstChunk, int chunks, long updates, double learningRate)
    implements Serializable {}
