/**
 * Corpora of independent examples: what an example is, its bytes, and how the examples of a corpus
 * are dealt to the batches and chunks of the shards, anew in every epoch.
 */
package dev.unfold.worker.sequence.example;
