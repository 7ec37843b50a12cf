/**
 * Stacks of layers over an input, which encoders, decoders and networks without either are made of.
 */
package dev.unfold.worker.network.stack;
