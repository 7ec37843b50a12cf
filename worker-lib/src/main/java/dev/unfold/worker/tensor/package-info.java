/**
 * Off-heap matrices, the matrix products over them, and elementwise kernels.
 *
 * <p>Matrices live off-heap, 64-byte aligned and row-major, so that native products read them
 * without a copy. Elementwise kernels copy a row into a small {@code float[]}, run simple loops
 * that the JIT compiler vectorizes, and copy the row back.
 */
package dev.unfold.worker.tensor;
