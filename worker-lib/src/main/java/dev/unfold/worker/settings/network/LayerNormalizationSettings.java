package dev.unfold.worker.settings.network;

/** The settings of a layer normalization (Ba et al. 2016, arXiv 1607.06450), which has none. */
public record LayerNormalizationSettings() implements LayerSettings {
  @Override
  public int width(int inputs) {
    return inputs;
  }

  @Override
  public Context context() {
    return Context.NONE;
  }

  @Override
  public int activationsPerStep(int inputs) {
    return inputs;
  }

  @Override
  public LayerNormalizationSettings causal() {
    return this;
  }

  /** Returns false: its input is normalized as it is, and dropout applies to the layer above. */
  @Override
  public boolean takesDropout() {
    return false;
  }
}
