/**
 * Attention: what a decoder looks up among the outputs of an encoder, for all steps of a chunk at a
 * time.
 */
package dev.unfold.worker.network.attention;
