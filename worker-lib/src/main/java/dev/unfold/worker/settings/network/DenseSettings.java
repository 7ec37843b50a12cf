package dev.unfold.worker.settings.network;

/**
 * The settings of a dense layer.
 *
 * @param hidden the width of its outputs
 * @param activation the activation function
 * @param residual whether the input is added to the output (He et al. 2016, arXiv 1512.03385),
 *     which requires the same width of both
 */
public record DenseSettings(int hidden, Activation activation, boolean residual)
    implements LayerSettings {
  public DenseSettings {
    LayerSettings.checkWidth(hidden).finish();
  }

  @Override
  public int width(int inputs) {
    return hidden;
  }

  @Override
  public Context context() {
    return Context.NONE;
  }

  @Override
  public int activationsPerStep(int inputs) {
    return hidden;
  }

  @Override
  public DenseSettings causal() {
    return this;
  }
}
