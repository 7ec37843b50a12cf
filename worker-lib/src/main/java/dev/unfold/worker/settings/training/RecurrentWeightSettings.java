package dev.unfold.worker.settings.training;

/**
 * How the weights of a recurrent layer between two steps are trained.
 *
 * @param dropout the probability that a weight is dropped in a chunk
 * @param initialValues the distribution of their initial values, for each gate
 * @param secondBias whether there is a second bias beside their products, as in PyTorch
 */
public record RecurrentWeightSettings(
    double dropout, InitialValueSettings.Weights initialValues, boolean secondBias) {
  /** Returns the defaults: no dropout, PyTorch's initial values, one bias. */
  public static RecurrentWeightSettings defaults() {
    return new RecurrentWeightSettings(0, InitialValueSettings.Weights.UNIFORM, false);
  }

  /** Returns the same for a layer with or without a second bias. */
  public RecurrentWeightSettings withSecondBias(boolean second) {
    return new RecurrentWeightSettings(dropout, initialValues, second);
  }
}
