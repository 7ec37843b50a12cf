package dev.unfold.worker.network.attention;

import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.DecoderSettings;

/**
 * Global attention over the outputs of an encoder, above the recurrent layers of a decoder (Luong
 * et al. 2015, arXiv 1508.04025, section 3.1):
 *
 * <pre>
 *   a(t, s) = softmax over s of score(h(t), s)
 *   c(t)    = Σ a(t, s) s
 *   y(t)    = tanh([c(t), h(t)] W + b)
 * </pre>
 *
 * <p>Its output does not feed into the next step, so all steps of a chunk are computed at once. For
 * this reason the additive score is applied here, too, and not before the recurrent layer as in
 * Bahdanau et al. 2015 (arXiv 1409.0473), which would require a chain of small matrix products, one
 * for each step.
 */
public final class Attention {
  private final int width;
  private final AttentionScore score;
  private final Dense combination;

  /**
   * @param prefix the prefix of the names of its tensors
   * @param kind the kind of score
   * @param width H, of a query and of the output
   * @param sourceWidth D, of an output of the encoder
   */
  public Attention(
      ParameterLayout.Builder layout,
      String prefix,
      DecoderSettings.Attention kind,
      int width,
      int sourceWidth) {
    this.width = width;
    score =
        switch (kind) {
          case ADDITIVE -> AdditiveScore.of(layout, prefix, width, sourceWidth);
          case DOT -> DotProductScore.of(layout, prefix, width, sourceWidth);
          case NONE -> throw new IllegalArgumentException("attention is disabled");
        };
    combination =
        Dense.of(layout, prefix + ".combination", sourceWidth + width, width, Activation.TANH);
  }

  int width() {
    return width;
  }

  AttentionScore score() {
    return score;
  }

  Dense combination() {
    return combination;
  }
}
