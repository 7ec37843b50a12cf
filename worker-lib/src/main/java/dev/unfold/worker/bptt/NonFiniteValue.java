package dev.unfold.worker.bptt;

/** The first non-finite value of a shard's round. */
public enum NonFiniteValue {
  NONE("nothing"),
  LOSS("the loss"),
  /** The gradient or its norm. */
  GRADIENT("the gradient"),
  PARAMETERS("a parameter"),
  OPTIMIZER("the optimizer state"),
  CARRY("the carried state");

  private final String words;

  NonFiniteValue(String words) {
    this.words = words;
  }

  /**
   * Checks the state at the end of a shard's round, because no loss of the round reflects the last
   * update.
   *
   * @param end the values that may have changed in the round
   */
  static NonFiniteValue of(ModelState end, float[] carry) {
    if (!allFinite(end.parameters())) {
      return PARAMETERS;
    }
    if (!allFinite(end.optimizer())) {
      return OPTIMIZER;
    }
    return allFinite(carry) ? NONE : CARRY;
  }

  /** Returns whether a vector contains neither infinities nor NaN. */
  public static boolean allFinite(float[] vector) {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return words;
  }
}
