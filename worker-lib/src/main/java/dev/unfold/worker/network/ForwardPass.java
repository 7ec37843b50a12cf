package dev.unfold.worker.network;

import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.sequence.Chunk;
import java.util.OptionalInt;

/**
 * A forward pass of a network over its parameters and memory, which evaluates chunks one after the
 * other.
 */
public interface ForwardPass {
  /** Must be called after the parameters were set or changed. */
  void parametersChanged();

  /** Returns the carry: read before a chunk, replaced after it. */
  Carry carry();

  /** Evaluates a chunk without dropout and carries the state on. */
  void run(Chunk chunk);

  /**
   * Runs the forward pass over a chunk and computes its loss, without weights.
   *
   * @return the sum of the losses of its unmasked targets, in the unit of {@link Network#lossUnit}
   */
  double loss(Chunk chunk);

  /**
   * Passes the output at every position that has a target to a consumer, in the order of the
   * positions.
   *
   * @param chunk the chunk that was evaluated last, by {@link #run} or {@link #loss}
   */
  void outputs(Chunk chunk, OutputConsumer consumer);

  /**
   * Returns the step of the source with the greatest attention weight in a lane, the first of equal
   * ones, at the first step of the chunk that was evaluated last; empty for a network without
   * attention.
   */
  default OptionalInt attended(int lane) {
    return OptionalInt.empty();
  }

  /** Opens the backward half. */
  TrainingPass openTraining();

  /** The backward half of a pass. */
  interface TrainingPass {
    /**
     * Runs a chunk forward and backward and carries the state on. The gradient is that of the mean
     * loss over the chunk's unmasked targets, with their {@link Chunk#weight weights}, and of the
     * penalties of its network; it stops at the start of the chunk.
     *
     * @param chunk a chunk with at least one unmasked target of a weight above 0
     * @return the mean of the losses of its unmasked targets, with their weights, times the number
     *     of those with a weight above 0, in the unit of {@link Network#lossUnit}; without weights
     *     the sum of the losses
     */
    double lossAndGradients(Chunk chunk, ForwardMode mode);

    /**
     * Runs a chunk forward as {@link #lossAndGradients} does, with dropout, and carries the state
     * on; computes neither loss nor gradients.
     *
     * @param chunk a chunk with or without targets
     */
    void run(Chunk chunk, ForwardMode mode);

    /** Returns the gradients that the last call of {@link #lossAndGradients} computed. */
    Gradients gradients();
  }
}
