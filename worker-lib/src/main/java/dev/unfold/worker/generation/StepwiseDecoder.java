package dev.unfold.worker.generation;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.Arrays;
import java.util.OptionalInt;

/** Runs a decoder step by step over lanes that each have a source, until all are closed. */
final class StepwiseDecoder implements AutoCloseable {
  private final OpenPass pass;
  private final boolean attends;
  private Chunk step;

  /**
   * @param values the parameters, in the layout of the network
   * @param rules the rules of the tokens; steps that are attended to are known if these allow
   *     unknown tokens, which are the only ones that are copied
   * @param largest a source with the maximum number of lanes and steps
   */
  StepwiseDecoder(Network network, Gemm gemm, float[] values, TokenRules rules, Chunk largest) {
    attends = !rules.forbidden().contains(Vocabulary.UNKNOWN_ID);
    step = Chunk.withSource(1, largest.batch(), largest);
    pass = OpenPass.of(network, gemm, values, step);
  }

  /**
   * Starts a sequence in each lane that has a source.
   *
   * @param token the first token to read
   * @throws IllegalArgumentException if the number of lanes differs from before
   */
  void start(Chunk source, int token) {
    if (source.batch() != step.batch()) {
      throw new IllegalArgumentException(
          "expected a source of " + step.batch() + " lanes, found " + source.batch());
    }
    step = Chunk.withSource(1, source.batch(), source);
    Arrays.fill(step.inputs(), token);
    Arrays.fill(step.resets(), true);
    for (int lane = 0; lane < step.batch(); lane++) {
      if (source.length(lane) == 0) {
        close(lane);
      }
    }
    step.filled(1);
  }

  /**
   * Reads the next token of each open lane and passes the logits of the following token to the
   * consumer.
   */
  void run(OutputConsumer consumer) {
    pass.forward().run(step);
    pass.forward().outputs(step, consumer);
    Arrays.fill(step.resets(), false);
  }

  /**
   * Returns the step of the source with the greatest attention weight in a lane at the last token;
   * empty without attention, and if the rules forbid unknown tokens.
   */
  OptionalInt attended(int lane) {
    return attends ? pass.forward().attended(lane) : OptionalInt.empty();
  }

  /** Sets the token that a lane reads next, and opens the lane if it was closed. */
  void next(int lane, int token) {
    step.inputs()[lane] = token;
    step.present()[lane] = true;
    step.targets()[lane] = token;
  }

  /** Closes a lane, whose state then remains unchanged. */
  void close(int lane) {
    step.present()[lane] = false;
    step.targets()[lane] = Chunk.NO_TARGET;
  }

  boolean isOpen(int lane) {
    return step.present()[lane];
  }

  boolean anyOpen() {
    for (boolean open : step.present()) {
      if (open) {
        return true;
      }
    }
    return false;
  }

  /** Replaces the states of each lane by those of another lane. */
  void selectStates(int[] from) {
    pass.forward().carry().selectLanes(from);
  }

  @Override
  public void close() {
    pass.close();
  }
}
