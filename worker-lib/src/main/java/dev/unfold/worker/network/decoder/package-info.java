/** Decoders, and the source that they make a sequence from: a sequence or a vector. */
package dev.unfold.worker.network.decoder;
