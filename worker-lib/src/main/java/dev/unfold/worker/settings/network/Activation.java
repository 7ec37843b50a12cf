package dev.unfold.worker.settings.network;

/** An activation function of a layer. */
public enum Activation {
  /** tanh(x). */
  TANH,
  /** σ(x) = 1 / (1 + exp(-x)). */
  SIGMOID,
  /** max(0, x). */
  RELU,
  /** x itself. */
  LINEAR
}
