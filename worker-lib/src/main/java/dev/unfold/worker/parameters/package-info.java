/**
 * The trainable parameters as one flat vector: its layout, initial values and gradient, and the
 * source of all random numbers.
 *
 * <p>Imports: {@code worker.tensor}, {@code worker.tensor.memory}.
 */
package dev.unfold.worker.parameters;
