package dev.unfold.worker.network.crf;

import dev.unfold.worker.network.head.AffineOutput;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.tensor.Matrix;

/**
 * The parameters of a conditional random field over C tags.
 *
 * @param output the scores of the tags of a step
 * @param start the scores of the first tag, [1, C]
 * @param transitions the scores of a tag, the column, after another one, the row, [C, C]
 * @param end the scores of the last tag, [1, C]
 */
record CrfParameters(
    AffineOutput output, ParameterTensor start, ParameterTensor transitions, ParameterTensor end) {
  private static final double BOUND = 0.1;

  /**
   * Declares the parameters.
   *
   * @param width H, of the features
   * @param tags C
   */
  static CrfParameters of(ParameterLayout.Builder layout, int width, int tags) {
    Initializer uniform = new Initializer.Uniform(BOUND);
    return new CrfParameters(
        AffineOutput.of(layout, width, tags, Initializer.Uniform.ofWidth(width)),
        layout.add("head.start", 1, tags, uniform),
        layout.add("head.transitions", tags, tags, uniform),
        layout.add("head.end", 1, tags, uniform));
  }

  /** Returns C. */
  int tags() {
    return output.width();
  }

  /** Sets transitions to the values of parameters. */
  void transitionsInto(Transitions to, Matrix parameters, TagOrder order) {
    to.set(
        start.in(parameters).toArray(),
        transitions.in(parameters).toArray(),
        end.in(parameters).toArray(),
        order);
  }
}
