/** Truncated BPTT over the chunks of a shard: the work of one worker in one round. */
package dev.unfold.worker.bptt;
