/**
 * From text to chunks: vocabulary and encoding, then the lanes of a stream and the chunks of a
 * shard.
 */
package dev.unfold.worker.sequence;
