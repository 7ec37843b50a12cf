package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/** The topology of one layer of a stack. */
public interface Layer {
  /** Returns the width of its outputs. */
  int width();

  /** Returns the widths of the states that it carries from chunk to chunk. */
  List<Integer> stateWidths();

  /**
   * Returns the widths of its final states after a sequence, which by default are the carried
   * states.
   */
  default List<Integer> finalStateWidths() {
    return stateWidths();
  }

  /**
   * Opens its forward half.
   *
   * @param input [T * B, in], filled and refreshed by the layer below
   * @param states one for each of {@link #stateWidths}
   */
  LayerForward open(PassMemory memory, Operand input, LayerStates states);

  /**
   * Opens its forward half over an input that ends in classes in some chunks, if it makes use of
   * that. Its backward half then computes the gradient of x only.
   *
   * @param states as of {@link #open}
   */
  default Optional<LayerForward> openOverClasses(
      PassMemory memory, OneHotInput input, LayerStates states) {
    return Optional.empty();
  }

  /**
   * Opens its forward half together with the input layer below it, if that is cheaper than one
   * after the other.
   *
   * @param states as of {@link #open}
   */
  default Optional<LayerForward> openFused(
      PassMemory memory, InputLayer input, LayerStates states) {
    return Optional.empty();
  }
}
