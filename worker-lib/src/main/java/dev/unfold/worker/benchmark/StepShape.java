package dev.unfold.worker.benchmark;

import dev.unfold.worker.network.recurrent.RecurrentLayer;
import dev.unfold.worker.network.recurrent.RecurrentLayers;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;

/**
 * A training step to measure: a language model whose embedding is as wide as its layers.
 *
 * @param vocabulary V
 * @param hidden H, also of the embedding
 * @param layers L
 * @param batch B
 * @param steps T
 * @param output the output layer
 * @param draw the frequency distribution of the tokens
 */
public record StepShape(
    CellKind cell,
    int vocabulary,
    int hidden,
    int layers,
    int batch,
    int steps,
    OutputSettings output,
    TokenFrequency draw) {

  /**
   * The operations per weight: a multiplication and an addition, once in the forward pass and twice
   * in the backward pass.
   */
  private static final double FLOPS_PER_WEIGHT = 6;

  public StepShape {
    requireWithin("vocabulary", 2, 10_000_000, vocabulary);
    requireWithin("hidden", 1, 16_384, hidden);
    requireWithin("layers", 1, 64, layers);
    requireWithin("batch", 1, 65_536, batch);
    requireWithin("steps", 1, 65_536, steps);
    requireWithin("batch x steps", 1, 1_000_000, (long) batch * steps);
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

  /** Returns the network, without dropout. */
  public NetworkSettings network() {
    return new LayeredNetworkSettings(
        LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
        RecurrentSettings.stack(cell, layers, hidden, false),
        hidden,
        0,
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        output);
  }

  /**
   * Returns whether the first layer multiplies each entry of the vocabulary once per chunk instead
   * of each token: if V ≤ B T / 2, as in {@link RecurrentLayer#isCheaperFused}, and the embedding
   * is not tied.
   */
  public boolean multipliesVocabulary() {
    return !output.tied() && vocabulary <= tokens() / 2;
  }

  /**
   * Returns the number of floating-point operations of the matrix products for one token, forward
   * and backward: six for each weight that multiplies it, with GH(E + H) weights per layer and HV
   * in a full softmax; an embedding lookup counts as none. If the embedding is fused with the first
   * layer, its three products with W [E, GH] have V rows instead of B T. The weights of a cluster
   * of an adaptive softmax are weighted by the share of the targets in the cluster.
   */
  public double flopsPerToken() {
    double block = (double) RecurrentLayers.cell(cell, 0).gates() * hidden * hidden;
    double rowsOfFirst = multipliesVocabulary() ? (double) vocabulary / tokens() : 1;
    return FLOPS_PER_WEIGHT * (rowsOfFirst * block + (2 * layers - 1) * block + outputWeights());
  }

  private double outputWeights() {
    return switch (output.kind()) {
      case SOFTMAX -> (double) hidden * vocabulary;
      case ADAPTIVE -> adaptiveWeights();
    };
  }

  private double adaptiveWeights() {
    List<Integer> cutoffs = output.cutoffs();
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
