/** Truncated BPTT over the chunks of a shard: what one worker does in one round. */
package dev.unfold.worker.bptt;
