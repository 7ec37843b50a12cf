package dev.unfold.worker.settings.training;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import java.io.Serializable;

/**
 * The distributions from which the initial values of a network are drawn.
 *
 * @param embedding the standard deviation of the values of an embedding that is not tied
 * @param recurrent the distribution of recurrent weights, for each gate
 * @param output the distribution of the weight of the output layer, and of an embedding that is
 *     tied to it
 */
public record InitialValueSettings(double embedding, Weights recurrent, Weights output)
    implements Serializable {

  /** The distribution of a weight with {@code in} rows and {@code out} columns. */
  public enum Weights {
    /** Uniform within 1 / √H, PyTorch's default, with H = in for an output layer. */
    UNIFORM,
    /** Uniform within √(6 / (in + out)) (Glorot and Bengio 2010). */
    GLOROT,
    /** Orthogonal (Saxe et al. 2014, arXiv 1312.6120). */
    ORTHOGONAL
  }

  public InitialValueSettings {
    require(
        embedding > 0 && Double.isFinite(embedding),
        "network.initial-values.embedding",
        "a finite number above 0",
        embedding);
    require(
        output != Weights.ORTHOGONAL,
        "network.initial-values.output",
        "uniform or glorot",
        "orthogonal");
  }

  /** Returns PyTorch's defaults. */
  public static InitialValueSettings defaults() {
    return new InitialValueSettings(1, Weights.UNIFORM, Weights.UNIFORM);
  }
}
