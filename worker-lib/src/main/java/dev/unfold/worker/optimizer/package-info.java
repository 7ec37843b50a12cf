/**
 * Optimizers: chains of gradient transformations, and learning rate schedules. Everything counts
 * true updates of the run, not those of a shard or a round.
 */
package dev.unfold.worker.optimizer;
