/**
 * Text corpora and chunks: vocabulary and tokenization, the lanes of a text corpus and the chunks
 * of a shard.
 *
 * <p>Imports: {@code worker.error}, {@code worker.parameters}, {@code worker.sequence.subword},
 * {@code worker.settings.corpus}, {@code worker.settings.training}.
 */
package dev.unfold.worker.sequence;
