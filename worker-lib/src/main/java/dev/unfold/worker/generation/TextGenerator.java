package dev.unfold.worker.generation;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** Generates text with a language model: each token that is drawn is the next input. */
public final class TextGenerator implements AutoCloseable {
  private final Workspace workspace = new Workspace();
  private final ForwardPass forward;
  private final Chunk step = new Chunk(1, 1);
  private final float[] logits;
  private final OptionalInt boundary;

  /**
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   * @param vocabularySize V
   * @param boundary the id before a document, at which the state is reset
   */
  public TextGenerator(
      Network network, Gemm gemm, float[] values, int vocabularySize, OptionalInt boundary) {
    Matrix parameters = workspace.vector(network.parameters().length());
    parameters.set(values);
    forward = network.open(new PassMemory(gemm, workspace, parameters, 1, 1));
    forward.parametersChanged();
    logits = new float[vocabularySize];
    this.boundary = boundary;
  }

  /**
   * Reads a prefix from zero states, then draws tokens.
   *
   * @param prefix the ids to start from, at least one
   * @param length the number of tokens to draw
   * @param allowed the ids that may be drawn
   * @param output the consumer of each drawn id
   * @throws IllegalArgumentException if the prefix is empty
   */
  public void generate(
      int[] prefix, int length, ClassSampler sampler, IntPredicate allowed, IntConsumer output) {
    if (prefix.length == 0) {
      throw new IllegalArgumentException("the prefix must have at least one token");
    }
    forward.carry().clear();
    for (int token : prefix) {
      read(token);
    }
    for (int i = 0; i < length; i++) {
      for (int v = 0; v < logits.length; v++) {
        logits[v] = allowed.test(v) ? logits[v] : Float.NEGATIVE_INFINITY;
      }
      int token = sampler.draw(logits, i);
      output.accept(token);
      read(token);
    }
  }

  private void read(int token) {
    step.inputs()[0] = token;
    step.resets()[0] = boundary.isPresent() && boundary.getAsInt() == token;
    step.filled(1);
    forward.logitsInto(step, 0, logits);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
