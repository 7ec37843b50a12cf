/**
 * From gradients to parameters: chains of gradient transformations, and schedules of the learning
 * rate. Everything counts true updates of the run, not those of a shard or a round.
 */
package dev.unfold.worker.optimizer;
