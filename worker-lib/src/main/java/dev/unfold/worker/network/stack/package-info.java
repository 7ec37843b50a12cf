/** Stacks of layers over an input, from which encoders, decoders and plain networks are built. */
package dev.unfold.worker.network.stack;
