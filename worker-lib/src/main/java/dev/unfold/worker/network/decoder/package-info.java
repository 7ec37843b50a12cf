/** Decoders, and the encoders of their source, which is a sequence or a vector. */
package dev.unfold.worker.network.decoder;
