/**
 * Text corpora and chunks: vocabulary and tokenization, the lanes of a text corpus and the chunks
 * of a shard.
 */
package dev.unfold.worker.sequence;
