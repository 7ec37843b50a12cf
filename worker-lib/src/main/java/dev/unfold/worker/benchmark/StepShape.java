package dev.unfold.worker.benchmark;

import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.recurrent.RecurrentLayer;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;

/**
 * A training step of a language model to measure.
 *
 * @param network the network, without dropout
 * @param vocabulary V
 * @param batch B
 * @param steps T
 * @param draw the frequency distribution of the tokens
 */
public record StepShape(
    LayeredNetworkSettings network, int vocabulary, int batch, int steps, TokenFrequency draw) {

  /**
   * The operations per weight: a multiplication and an addition, once in the forward pass and twice
   * in the backward pass.
   */
  private static final double FLOPS_PER_WEIGHT = 6;

  public StepShape {
    requireWithin("vocabulary", 2, 10_000_000, vocabulary);
    requireWithin("batch", 1, 65_536, batch);
    requireWithin("steps", 1, 65_536, steps);
    requireWithin("batch x steps", 1, 1_000_000, (long) batch * steps);
  }

  /**
   * Returns a step of equal recurrent layers as wide as the embedding, with one softmax over tokens
   * that are equally frequent.
   *
   * @param hidden H, also of the embedding
   * @param layers L
   */
  public static StepShape recurrent(
      CellKind cell, int vocabulary, int hidden, int layers, int batch, int steps) {
    LayeredNetworkSettings network =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(cell, layers, hidden, false),
            hidden,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            OutputSettings.softmax());
    return new StepShape(network, vocabulary, batch, steps, TokenFrequency.UNIFORM);
  }

  /** Returns a copy with another output layer. */
  public StepShape with(OutputSettings output) {
    return new StepShape(network.with(output), vocabulary, batch, steps, draw);
  }

  /** Returns a copy with another frequency distribution of the tokens. */
  public StepShape with(TokenFrequency law) {
    return new StepShape(network, vocabulary, batch, steps, law);
  }

  private static void requireWithin(String name, long min, long max, long actual) {
    if (actual < min || actual > max) {
      throw new InvalidSettingException(name, min + " to " + max, actual);
    }
  }

  /** Returns B * T, the number of tokens of a step. */
  public int tokens() {
    return batch * steps;
  }

  /**
   * Returns whether the first layer multiplies each entry of the vocabulary once per chunk instead
   * of each token: if it is recurrent without a residual connection, V ≤ B T / 2, as in {@link
   * RecurrentLayer#isCheaperFused}, and the embedding is not tied and has no dropped words.
   */
  public boolean multipliesVocabulary() {
    return !network.output().tied()
        && vocabulary <= tokens() / 2
        && network.regularization().wordDropout() == 0
        && network
            .layers()
            .get(0)
            .recurrent()
            .filter(first -> !first.bidirectional() && !first.residual())
            .isPresent();
  }

  /**
   * Returns the number of floating-point operations of the matrix products for one token, forward
   * and backward: six for each weight that multiplies it, in the layers and in the output layer; an
   * embedding lookup counts as none. If the embedding is fused with the first layer, its three
   * products with W [E, GH] have V rows instead of B T. A dense layer looks up the true token of
   * the step before, which counts as none. The weights of a cluster of an adaptive softmax are
   * weighted by the share of the targets in the cluster; of a sampled softmax those of the target
   * and of the negatives count.
   */
  public double flopsPerToken() {
    double weights = outputWeights();
    for (ParameterTensor tensor :
        Networks.of(network, DataShape.forText(vocabulary)).parameters().tensors()) {
      if (tensor.name().startsWith("layers.") && tensor.rows() > 1) {
        weights += tensor.size() * rowsPerToken(tensor);
      }
    }
    return FLOPS_PER_WEIGHT * weights;
  }

  private double rowsPerToken(ParameterTensor tensor) {
    if (multipliesVocabulary() && tensor.name().equals("layers.0.input_weight")) {
      return (double) vocabulary / tokens();
    }
    return readsTrueTokens() && tensor.name().equals("layers.0.weight")
        ? (double) network.embedding() / tensor.rows()
        : 1;
  }

  /** Returns whether the first layer looks up the true token of the step before, not a product. */
  private boolean readsTrueTokens() {
    return network.output().recurrent()
        && network.layers().get(0) instanceof DenseSettings first
        && !first.residual();
  }

  private double outputWeights() {
    OutputSettings output = network.output();
    return switch (output.kind()) {
      case SOFTMAX, CRF, CRF_BIO, CRF_BIOES -> (double) network.width() * vocabulary;
      case ADAPTIVE -> adaptiveWeights();
      case SAMPLED -> (double) network.width() * (1 + output.negatives().count());
    };
  }

  private double adaptiveWeights() {
    OutputSettings output = network.output();
    List<Integer> cutoffs = output.cutoffs();
    int hidden = network.width();
    TokenDistribution distribution = draw.over(vocabulary);
    double weights = (double) hidden * (cutoffs.get(0) + cutoffs.size());
    for (int i = 0; i < cutoffs.size(); i++) {
      int first = cutoffs.get(i);
      int end = i + 1 < cutoffs.size() ? cutoffs.get(i + 1) : vocabulary;
      double width = output.clusterWidth(hidden, i);
      weights += distribution.share(first, end) * width * (hidden + end - first);
    }
    return weights;
  }
}
