/**
 * Off-heap matrices and elementwise kernels.
 *
 * <p>Matrices live off-heap, 64-byte aligned and row-major, so that native products read them
 * without a copy. Elementwise work copies a row into a small {@code float[]}, runs simple loops
 * that the JIT compiler vectorizes, and copies the row back.
 *
 * <p>Imports: {@code worker.tensor.memory}.
 */
package dev.unfold.worker.tensor;
