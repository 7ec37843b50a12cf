package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/**
 * One step of a few neighboring lanes on the heap. Every vector is an array of its own, lane after
 * lane, so that the loops are long and use one index.
 *
 * <p>Symbols: x(t) input, h(t) output, W and U weights of input and recurrence, b bias.
 */
final class CellBlock {
  /** The number of lanes of the block. */
  final int lanes;

  /** The length of every vector: lanes * H. */
  final int size;

  /** The product W x(t) of each gate; the gate's activation after the forward step. */
  final float[][] gate;

  /** The product U h(t-1) of each gate. */
  final float[][] recurrent;

  /** The bias b of each gate, repeated for every lane. */
  final float[][] bias;

  /** The bias of the recurrent term of the last gate, if the cell gates that term. */
  final float[] recurrentBias;

  /** The values that the cell saves for its backward pass besides the gates. */
  final float[][] extra;

  /** The states of step t-1. */
  final float[][] previous;

  /** The states of step t. */
  final float[][] state;

  /**
   * The gradient of each state of step t; after the backward step, the direct part of the gradient
   * of the state of step t-1.
   */
  final float[][] stateGradient;

  /** The gradient of W x(t) + b of each gate. */
  final float[][] inputGradient;

  /** The gradient of U h(t-1) of each gate; the same arrays unless the cell gates that term. */
  final float[][] recurrentGradient;

  private final int hidden;

  /**
   * @param hidden H
   * @param gates the number of gates
   * @param states the number of states
   * @param extras the number of vectors that the cell saves besides the gates
   * @param gatesRecurrentTerm whether the gradients of W x(t) and U h(t-1) differ
   */
  CellBlock(int lanes, int hidden, int gates, int states, int extras, boolean gatesRecurrentTerm) {
    this.lanes = lanes;
    this.hidden = hidden;
    size = lanes * hidden;
    gate = new float[gates][size];
    recurrent = new float[gates][size];
    bias = new float[gates][size];
    recurrentBias = new float[size];
    extra = new float[extras][size];
    previous = new float[states][size];
    state = new float[states][size];
    stateGradient = new float[states][size];
    inputGradient = new float[gates][size];
    recurrentGradient = gatesRecurrentTerm ? new float[gates][size] : inputGradient;
  }

  /** Reads a lane's part of vectors that are concatenated in a row of a matrix. */
  void getLane(Matrix matrix, int row, float[][] vectors, int lane) {
    int offset = row * matrix.columns();
    for (float[] vector : vectors) {
      matrix.get(offset, vector, lane * hidden, hidden);
      offset += hidden;
    }
  }

  /** Writes a lane's part of vectors, concatenated, to a row of a matrix. */
  void putLane(Matrix matrix, int row, float[][] vectors, int lane) {
    int offset = row * matrix.columns();
    for (float[] vector : vectors) {
      matrix.put(offset, vector, lane * hidden, hidden);
      offset += hidden;
    }
  }

  /** Sets a vector to the same values for every lane. */
  void setEveryLane(float[] vector, Matrix values, int from) {
    for (int lane = 0; lane < lanes; lane++) {
      values.get(from, vector, lane * hidden, hidden);
    }
  }

  /** Sums the lanes of a vector into the first {@code H} elements of the sum. */
  void addLanes(float[] vector, float[] sum, float[] scratch) {
    for (int lane = 0; lane < lanes; lane++) {
      System.arraycopy(vector, lane * hidden, scratch, 0, hidden);
      Elementwise.addInPlace(sum, scratch, hidden);
    }
  }

  /** Adds to the gradient of h(t), which is the first state. */
  void addToOutputGradient(float[] gradient) {
    Elementwise.addInPlace(stateGradient[0], gradient, size);
  }

  /** Copies a lane's part of vectors. */
  void copyLane(float[][] from, float[][] to, int lane) {
    for (int i = 0; i < from.length; i++) {
      System.arraycopy(from[i], lane * hidden, to[i], lane * hidden, hidden);
    }
  }

  /** Sets a lane's part of vectors to zero. */
  void clearLane(float[][] vectors, int lane) {
    for (float[] vector : vectors) {
      Arrays.fill(vector, lane * hidden, (lane + 1) * hidden, 0f);
    }
  }
}
