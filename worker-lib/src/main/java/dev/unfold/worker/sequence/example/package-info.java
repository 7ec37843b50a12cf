/**
 * Corpora of independent examples: the examples, their encoding, and their assignment to the
 * batches and chunks of the shards in every epoch.
 */
package dev.unfold.worker.sequence.example;
