package dev.unfold.worker.settings.training;

/**
 * How the weights of a network between two steps are trained.
 *
 * @param dropout the probability that a weight is dropped in a chunk
 * @param initialValues the distribution of their initial values, for each gate
 */
public record RecurrentWeightSettings(double dropout, InitialValueSettings.Weights initialValues) {
  /** Returns the defaults: no dropout, and PyTorch's initial values. */
  public static RecurrentWeightSettings defaults() {
    return new RecurrentWeightSettings(0, InitialValueSettings.Weights.UNIFORM);
  }
}
