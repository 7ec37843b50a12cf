/**
 * Text and its chunks: vocabulary and encoding, the lanes of a stream and the chunks of a shard.
 */
package dev.unfold.worker.sequence;
