/** Attention of a decoder over the outputs of an encoder, for all steps of a chunk at a time. */
package dev.unfold.worker.network.attention;
