package dev.unfold.worker.bptt;

/** What of a shard is not finite, the first that was found in a round. */
public enum NonFinite {
  NONE("nothing"),
  LOSS("the loss"),
  /** Or its norm. */
  GRADIENT("the gradient"),
  PARAMETERS("a parameter"),
  OPTIMIZER("the optimizer's memory"),
  CARRY("the carried state");

  private final String words;

  NonFinite(String words) {
    this.words = words;
  }

  /** What a shard ended a round with; the last update shows in no loss of the round. */
  static NonFinite of(ModelState end, float[] carry) {
    if (!allFinite(end.parameters())) {
      return PARAMETERS;
    }
    if (!allFinite(end.optimizer())) {
      return OPTIMIZER;
    }
    return allFinite(carry) ? NONE : CARRY;
  }

  /** Whether a vector has neither an infinity nor a NaN. */
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
