/**
 * The parts that a stack is made of: [T * B, in] to [T * B, out] with a carry, each forward paired
 * with its backward. Rows are time-major: step t of lane b is row {@code t * B + b}.
 */
package dev.unfold.worker.network.layer;
