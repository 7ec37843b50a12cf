/**
 * Batches of examples: how the examples of a corpus are assigned to the batches and chunks of the
 * shards, again in every epoch, and the readers that fill a chunk with them.
 *
 * <p>Imports: {@code worker.parameters}, {@code worker.sequence}, {@code worker.sequence.example},
 * {@code worker.sequence.segment}.
 */
package dev.unfold.worker.sequence.batch;
