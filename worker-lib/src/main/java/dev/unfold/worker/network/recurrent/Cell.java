package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.parameters.Initializer;

/**
 * The equations of one step of a few lanes. A cell receives the products with the weights from the
 * layer: {@code W x(t)} and {@code U h(t-1)} for each of its gates.
 */
public interface Cell {
  /** Returns G, the number of pre-activations in multiples of H. */
  int gates();

  /** Returns the initializer of the bias of all gates, [1, G·H]. */
  default Initializer.ByIndex bias(int hidden) {
    return Initializer.Uniform.ofWidth(hidden);
  }

  /** Returns the number of states that it carries; the first is its output h. */
  int states();

  /** Returns the number of vectors, besides the gates, that its backward step needs. */
  int extras();

  /**
   * Returns whether a gate multiplies the product {@code U h(t-1)} itself; the product then has a
   * bias of its own and a gradient that differs from that of {@code W x(t)}.
   */
  boolean gatesRecurrentTerm();

  /** Computes gates, extras and states from pre-activations and previous states. */
  void forward(CellBlock block);

  /**
   * Computes the gradients of pre-activations and previous states from the gradients of the states.
   */
  void backward(CellBlock block);
}
