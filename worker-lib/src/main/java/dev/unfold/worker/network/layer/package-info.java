/**
 * The layers of a stack, which map [T * B, in] to [T * B, out] with a carry; each forward half is
 * paired with a backward half. Rows are time-major: step t of lane b is row {@code t * B + b}.
 *
 * <p>Imports: {@code worker.parameters}, {@code worker.sequence}, {@code worker.tensor}, {@code
 * worker.tensor.gemm}, {@code worker.tensor.memory}.
 */
package dev.unfold.worker.network.layer;
