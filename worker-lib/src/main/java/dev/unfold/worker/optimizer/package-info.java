/**
 * Optimizers: chains of gradient transformations, and learning rate schedules. All of them count
 * true updates of the run, not updates of a shard or a round.
 *
 * <p>Imports: {@code worker.parameters}, {@code worker.settings.training}, {@code worker.tensor}.
 */
package dev.unfold.worker.optimizer;
