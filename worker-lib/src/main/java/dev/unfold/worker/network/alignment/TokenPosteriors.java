package dev.unfold.worker.network.alignment;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The probability of each token of a sequence l in its place, given all others, by the outputs of
 * connectionist temporal classification:
 *
 * <pre>
 * P(i) = p(l | x) / (Σ p(l with c in place of l(i) | x) + p(l without l(i) | x))
 * </pre>
 *
 * <p>The sum is over all tokens c. With F(i, t) of {@link LabelingPaths} and G, the same of the
 * last tokens and steps, each of its terms is a sum over the steps at which c begins and ends:
 *
 * <pre>
 * w(t) = (w(t-1) + F(i-1, t-1)) p(t, c)
 * p(l with c in place of l(i) | x) = Σ w(t) G(L-i, T-t)
 * </pre>
 *
 * <p>F and G are without the paths that end in c, which would merge with it. Time is proportional
 * to L T C, for L tokens, T steps and C classes.
 */
public final class TokenPosteriors {
  private final int classes;
  private final int blank;
  private final StepProbabilities probabilities;

  /**
   * @param classes C, the tokens and the blank
   * @param blank the class of the blank
   */
  public TokenPosteriors(int classes, int blank) {
    this.classes = classes;
    this.blank = blank;
    probabilities = new StepProbabilities(classes);
  }

  /**
   * Returns the probability of each token, above 0 and at most 1.
   *
   * @param logits the logits of each step, [C]
   * @param tokens a sequence for which there are paths of so many steps
   */
  public float[] of(List<float[]> logits, int[] tokens) {
    int steps = logits.size();
    probabilities.begin(steps);
    for (int t = 0; t < steps; t++) {
      probabilities.set(t, logits.get(t));
    }
    int[] backward =
        IntStream.range(0, tokens.length).map(i -> tokens[tokens.length - 1 - i]).toArray();
    Labeling labeling =
        new Labeling(
            tokens,
            steps,
            new LabelingPaths(probabilities, steps, blank, tokens, false),
            new LabelingPaths(probabilities, steps, blank, backward, true));
    float[] posteriors = new float[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      posteriors[i] = posterior(labeling, i);
    }
    return posteriors;
  }

  /**
   * @param before the paths of the first tokens
   * @param after the paths of the last tokens
   */
  private record Labeling(int[] tokens, int steps, LabelingPaths before, LabelingPaths after) {}

  private float posterior(Labeling labeling, int i) {
    Scaled all = without(labeling, i);
    double own = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      if (c != blank) {
        Scaled replaced = with(labeling, i, c);
        all.add(replaced.number(), replaced.exponent());
        own = c == labeling.tokens[i] ? replaced.log() : own;
      }
    }
    double posterior = StrictMath.exp(Math.min(0, own - all.log()));
    return Math.max(Float.MIN_VALUE, (float) posterior);
  }

  /** Returns the probability of the sequence with another token in a place. */
  private Scaled with(Labeling labeling, int i, int token) {
    int rest = labeling.tokens.length - 1 - i;
    Scaled sum = new Scaled();
    Scaled open = new Scaled();
    Scaled end = new Scaled();
    Scaled product = new Scaled();
    for (int t = 1; t <= labeling.steps; t++) {
      labeling.before.addInto(open, i, t - 1, token);
      open.multiply(probabilities.number(t - 1, token), probabilities.exponent(t - 1, token));
      end.set(0, Scaled.OF_ZERO);
      labeling.after.addInto(end, rest, labeling.steps - t, token);
      product.set(open.number(), open.exponent());
      product.multiply(end.number(), end.exponent());
      sum.add(product.number(), product.exponent());
    }
    return sum;
  }

  /** Returns the probability of the sequence without the token in a place. */
  private Scaled without(Labeling labeling, int i) {
    int rest = labeling.tokens.length - 1 - i;
    Scaled sum = new Scaled();
    if (i == 0) {
      labeling.after.addInto(sum, rest, labeling.steps, blank);
      return sum;
    }
    Scaled end = new Scaled();
    Scaled product = new Scaled();
    for (int t = 1; t <= labeling.steps; t++) {
      end.set(0, Scaled.OF_ZERO);
      labeling.after.addInto(end, rest, labeling.steps - t, labeling.tokens[i - 1]);
      product.set(0, Scaled.OF_ZERO);
      labeling.before.addTokenInto(product, i, t);
      product.multiply(end.number(), end.exponent());
      sum.add(product.number(), product.exponent());
    }
    return sum;
  }
}
