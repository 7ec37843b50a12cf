/**
 * The trainable parameters as one flat vector: its layout, its first values, its gradient, and the
 * random numbers that everything random is drawn from.
 */
package dev.unfold.worker.parameters;
