package dev.unfold.worker.network.alignment;

import java.util.Arrays;

/**
 * The loss of connectionist temporal classification (Graves et al. 2006) of one sequence, and its
 * gradient.
 *
 * <p>A path names one class for each of T steps, a token or the blank. It stands for the sequence
 * that is left when repeated classes are merged and blanks removed. With the target l of L tokens,
 * l' is the same with blanks before, between and after its tokens, S = 2 L + 1 states:
 *
 * <pre>
 * p(l | x) = Σ Π p(t, path(t))       over the paths that stand for l
 * α(t, s)  = (α(t-1, s) + α(t-1, s-1) + [α(t-1, s-2)]) p(t, l'(s))
 * β(t, s)  = β(t+1, s) p(t+1, l'(s)) + β(t+1, s+1) p(t+1, l'(s+1)) + [β(t+1, s+2) p(t+1, l'(s+2))]
 * loss     = - ln p(l | x),   p(l | x) = α(T, S) + α(T, S-1)
 * ∂loss / ∂logit(t, c) = p(t, c) - Σ α(t, s) β(t, s) / p(l | x)      over s with l'(s) = c
 * </pre>
 *
 * The terms in brackets are for tokens that differ from the token before. α and β are {@link
 * Scaled} numbers.
 */
public final class CtcLattice {
  private final int classes;
  private final int blank;
  private final StepProbabilities probabilities;
  private final double[] row;
  private final float[] gradient;
  private final Scaled total = new Scaled();
  private int steps;
  private int states;
  private int[] labels = new int[0];
  private boolean[] skips = new boolean[0];
  private double[] alphas = new double[0];
  private int[] alphaExponents = new int[0];
  private double[] betas = new double[0];
  private int[] betaExponents = new int[0];

  /** Receives the gradient of the logits of a step. */
  @FunctionalInterface
  public interface StepGradient {
    /**
     * Receives the gradient.
     *
     * @param gradient [C], reused for the next step
     */
    void accept(int step, float[] gradient);
  }

  /**
   * @param classes C, the tokens and the blank
   * @param blank the class of the blank
   */
  public CtcLattice(int classes, int blank) {
    this.classes = classes;
    this.blank = blank;
    probabilities = new StepProbabilities(classes);
    row = new double[classes];
    gradient = new float[classes];
  }

  /**
   * Begins a sequence.
   *
   * @param length T, the number of its steps, at least 1
   * @param tokens L, the number of tokens of its target
   */
  public void begin(int length, int tokens) {
    steps = length;
    states = Math.addExact(Math.multiplyExact(2, tokens), 1);
    if (labels.length < states) {
      labels = new int[states];
      skips = new boolean[states + 2];
      betas = new double[states + 2];
      betaExponents = new int[states + 2];
    }
    int cells = Math.multiplyExact(steps, states);
    if (alphas.length < cells) {
      alphas = new double[cells];
      alphaExponents = new int[cells];
    }
    Arrays.fill(skips, false);
    for (int s = 0; s < states; s += 2) {
      labels[s] = blank;
    }
    probabilities.begin(steps);
  }

  /** Sets a token of the target, after those before it. */
  public void setToken(int index, int token) {
    int state = 2 * index + 1;
    labels[state] = token;
    skips[state] = index > 0 && labels[state - 2] != token;
  }

  /** Sets the logits of a step, [C]. */
  public void setLogits(int step, float[] logits) {
    probabilities.set(step, logits);
  }

  /** Returns the loss, in nats; infinity if the target needs more steps than there are. */
  public double loss() {
    Arrays.fill(alphas, 0, states, 0);
    Arrays.fill(alphaExponents, 0, states, Scaled.OF_ZERO);
    for (int s = 0; s < Math.min(2, states); s++) {
      alphas[s] = 1;
      alphaExponents[s] = 0;
    }
    multiplyFirst();
    for (int t = 1; t < steps; t++) {
      forward(t, (t - 1) * states, t * states);
    }
    int end = steps * states;
    total.set(alphas[end - 1], alphaExponents[end - 1]);
    if (states > 1) {
      total.add(alphas[end - 2], alphaExponents[end - 2]);
    }
    return probabilities.logNormalizer() - total.log();
  }

  private void multiplyFirst() {
    Scaled value = new Scaled();
    for (int s = 0; s < Math.min(2, states); s++) {
      value.set(1, 0);
      value.multiply(probabilities.number(0, labels[s]), probabilities.exponent(0, labels[s]));
      alphas[s] = value.number();
      alphaExponents[s] = value.exponent();
    }
  }

  /** Computes α(t, s) for all s, from the row {@code before} to the row {@code to}. */
  private void forward(int t, int before, int to) {
    Scaled value = new Scaled();
    for (int s = 0; s < states; s++) {
      int from = before + s;
      value.set(alphas[from], alphaExponents[from]);
      if (s > 0) {
        value.add(alphas[from - 1], alphaExponents[from - 1]);
      }
      if (skips[s]) {
        value.add(alphas[from - 2], alphaExponents[from - 2]);
      }
      int label = labels[s];
      value.multiply(probabilities.number(t, label), probabilities.exponent(t, label));
      alphas[to + s] = value.number();
      alphaExponents[to + s] = value.exponent();
    }
  }

  /**
   * Computes the gradient of the loss with respect to the logits of each step, from the last step
   * to the first.
   *
   * @param scale the factor of the gradient
   */
  public void gradients(double scale, StepGradient consumer) {
    Arrays.fill(betas, 0, states + 2, 0);
    Arrays.fill(betaExponents, 0, states + 2, Scaled.OF_ZERO);
    for (int t = steps - 1; t >= 0; t--) {
      probabilities.probabilitiesInto(t, scale, row);
      backward(t, t * states, scale);
      for (int c = 0; c < classes; c++) {
        gradient[c] = (float) row[c];
      }
      consumer.accept(t, gradient);
    }
  }

  /**
   * Subtracts the occupancies of a step from its row, and replaces β(t+1, s) p(t+1, l'(s)) of all s
   * by those of the step.
   */
  private void backward(int t, int alpha, double scale) {
    double inverse = scale / total.number();
    Scaled beta = new Scaled();
    for (int s = 0; s < states; s++) {
      if (t == steps - 1) {
        beta.set(s >= states - 2 ? 1 : 0, s >= states - 2 ? 0 : Scaled.OF_ZERO);
      } else {
        beta.set(betas[s], betaExponents[s]);
        beta.add(betas[s + 1], betaExponents[s + 1]);
        if (skips[s + 2]) {
          beta.add(betas[s + 2], betaExponents[s + 2]);
        }
      }
      int label = labels[s];
      row[label] -=
          total.share(
              inverse,
              alphas[alpha + s] * beta.number(),
              alphaExponents[alpha + s] + beta.exponent());
      beta.multiply(probabilities.number(t, label), probabilities.exponent(t, label));
      betas[s] = beta.number();
      betaExponents[s] = beta.exponent();
    }
  }
}
