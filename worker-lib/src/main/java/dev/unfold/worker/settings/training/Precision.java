package dev.unfold.worker.settings.training;

/** The arithmetic of the matrix products; sums, states and master weights are f32 in any case. */
public enum Precision {
  /** IEEE 754 single precision. */
  F32,
  /**
   * Operands are rounded to bfloat16 (8 bits of exponent, 7 of mantissa; round to nearest, ties to
   * even); products and sums are in f32.
   */
  BF16
}
