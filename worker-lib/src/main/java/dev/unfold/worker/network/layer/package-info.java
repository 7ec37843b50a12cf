/**
 * The layers of a stack, which map [T * B, in] to [T * B, out] with a carry; each forward half is
 * paired with a backward half. Rows are time-major: step t of lane b is row {@code t * B + b}.
 */
package dev.unfold.worker.network.layer;
