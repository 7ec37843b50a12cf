package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The regularization of a network in training, besides dropout of the same rate everywhere (Merity,
 * Keskar and Socher 2018, arXiv 1708.02182). Evaluation, prediction and generation have none of it.
 *
 * @param locked whether the mask of {@code network.dropout} is drawn once for all steps of a chunk
 *     (Gal and Ghahramani 2016, arXiv 1512.05287)
 * @param inputDropout the probability that an activation is dropped on the input of the lowest
 *     layer; {@link #AS_NETWORK} for that of the network
 * @param outputDropout the probability that an activation is dropped before the output layer;
 *     {@link #AS_NETWORK} for that of the network
 * @param wordDropout the probability that an entry of a vocabulary is dropped: its embedding is
 *     zero at all positions of a chunk
 * @param weightDropout the probability that a recurrent weight is dropped in a chunk (Wan et al.
 *     2013)
 * @param activation α, the weight of the mean of the squares of the last layer's outputs: after
 *     output dropout, or before it in a decoder and where outputs are pooled to one vector
 * @param temporalActivation β, the weight of the mean of the squares of their differences from the
 *     step before, before output dropout
 * @param labelSmoothing ε, the share of a target's probability that is spread over all classes
 *     (Szegedy et al. 2016, arXiv 1512.00567)
 */
public record RegularizationSettings(
    boolean locked,
    double inputDropout,
    double outputDropout,
    double wordDropout,
    double weightDropout,
    double activation,
    double temporalActivation,
    double labelSmoothing)
    implements Serializable {
  /** The rate of dropout that stands for {@code network.dropout}. */
  public static final double AS_NETWORK = -1;

  private static final String SECTION = "network.regularization.";

  public RegularizationSettings {
    SettingChecks checks = new SettingChecks();
    requirePlace(checks, "input-dropout", inputDropout);
    requirePlace(checks, "output-dropout", outputDropout);
    requireShare(checks, "word-dropout", wordDropout);
    requireShare(checks, "weight-dropout", weightDropout);
    requireWeight(checks, "activation", activation);
    requireWeight(checks, "temporal-activation", temporalActivation);
    requireShare(checks, "label-smoothing", labelSmoothing);
    checks.finish();
  }

  private static void requirePlace(SettingChecks checks, String key, double value) {
    checks.require(
        (value >= 0 && value < 1) || value == AS_NETWORK,
        SECTION + key,
        "at least 0 and below 1, or -1 for network.dropout",
        value);
  }

  private static void requireShare(SettingChecks checks, String key, double value) {
    checks.require(value >= 0 && value < 1, SECTION + key, "at least 0 and below 1", value);
  }

  private static void requireWeight(SettingChecks checks, String key, double value) {
    checks.require(
        value >= 0 && Double.isFinite(value), SECTION + key, "a finite number, at least 0", value);
  }

  /** Returns the settings without regularization besides dropout. */
  public static RegularizationSettings none() {
    return new RegularizationSettings(false, AS_NETWORK, AS_NETWORK, 0, 0, 0, 0, 0);
  }

  /**
   * Returns the rate of dropout on the input of the lowest layer.
   *
   * @param network the rate of the network
   */
  public double inputDropout(double network) {
    return inputDropout == AS_NETWORK ? network : inputDropout;
  }

  /**
   * Returns the rate of dropout before the output layer.
   *
   * @param network the rate of the network
   */
  public double outputDropout(double network) {
    return outputDropout == AS_NETWORK ? network : outputDropout;
  }
}
