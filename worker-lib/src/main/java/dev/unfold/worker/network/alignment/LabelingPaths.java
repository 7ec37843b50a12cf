package dev.unfold.worker.network.alignment;

/**
 * The probabilities of the paths that stand for the first tokens of a sequence l, over the first
 * steps: F(i, t) = p(l(1) … l(i) | steps 1 to t), separately of the paths that end in a blank, to
 * which the empty one belongs, and of those that end in l(i).
 */
final class LabelingPaths {
  private final StepProbabilities probabilities;
  private final int steps;
  private final int blank;
  private final int[] tokens;
  private final boolean reversed;
  private final double[] blankNumbers;
  private final int[] blankExponents;
  private final double[] tokenNumbers;
  private final int[] tokenExponents;

  /**
   * @param tokens l, in the order in which the steps are read
   * @param reversed whether the steps are read from the last to the first
   */
  LabelingPaths(
      StepProbabilities probabilities, int steps, int blank, int[] tokens, boolean reversed) {
    this.probabilities = probabilities;
    this.steps = steps;
    this.blank = blank;
    this.tokens = tokens;
    this.reversed = reversed;
    int cells = Math.multiplyExact(tokens.length + 1, steps + 1);
    blankNumbers = new double[cells];
    blankExponents = new int[cells];
    tokenNumbers = new double[cells];
    tokenExponents = new int[cells];
    compute();
  }

  private void compute() {
    Scaled value = new Scaled();
    for (int i = 0; i <= tokens.length; i++) {
      value.set(i == 0 ? 1 : 0, i == 0 ? 0 : Scaled.OF_ZERO);
      put(blankNumbers, blankExponents, cell(i, 0), value);
      value.set(0, Scaled.OF_ZERO);
      put(tokenNumbers, tokenExponents, cell(i, 0), value);
      for (int t = 1; t <= steps; t++) {
        value.set(0, Scaled.OF_ZERO);
        addInto(value, i, t - 1, blank);
        multiply(value, t, blank);
        put(blankNumbers, blankExponents, cell(i, t), value);
        value.set(0, Scaled.OF_ZERO);
        if (i > 0) {
          addTokenInto(value, i, t - 1);
          addInto(value, i - 1, t - 1, tokens[i - 1]);
          multiply(value, t, tokens[i - 1]);
        }
        put(tokenNumbers, tokenExponents, cell(i, t), value);
      }
    }
  }

  private static void put(double[] numbers, int[] exponents, int cell, Scaled value) {
    numbers[cell] = value.number();
    exponents[cell] = value.exponent();
  }

  private int cell(int i, int t) {
    return i * (steps + 1) + t;
  }

  private void multiply(Scaled value, int t, int label) {
    int step = reversed ? steps - t : t - 1;
    value.multiply(probabilities.number(step, label), probabilities.exponent(step, label));
  }

  /** Adds the paths after which a class begins a new token or is the blank. */
  void addInto(Scaled sum, int i, int t, int next) {
    int cell = cell(i, t);
    sum.add(blankNumbers[cell], blankExponents[cell]);
    if (i > 0 && tokens[i - 1] != next) {
      addTokenInto(sum, i, t);
    }
  }

  /** Adds the paths that end in the last of i tokens. */
  void addTokenInto(Scaled sum, int i, int t) {
    int cell = cell(i, t);
    sum.add(tokenNumbers[cell], tokenExponents[cell]);
  }
}
