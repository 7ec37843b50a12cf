/**
 * The trainable parameters as one flat vector: its layout, initial values and gradient, and the
 * source of all random numbers.
 */
package dev.unfold.worker.parameters;
