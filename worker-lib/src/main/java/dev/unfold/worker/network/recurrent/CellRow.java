package dev.unfold.worker.network.recurrent;

/**
 * One step of one lane on the heap, every vector an array of its own of length {@code width}.
 *
 * <p>Symbols: x(t) input, h(t) output, W and U weights of input and recurrence, b bias.
 */
final class CellRow {
  /** H. */
  final int width;

  /** Of each gate: W x(t); after {@link Cell#forward} the gate. */
  final float[][] gate;

  /** Of each gate: U h(t-1). */
  final float[][] recurrent;

  /** Of each gate: b. */
  final float[][] bias;

  /** The bias of the recurrent term of the last gate, where the cell gates it. */
  final float[] recurrentBias;

  /** What the cell keeps for its backward besides the gates. */
  final float[][] extra;

  /** The states of step t-1. */
  final float[][] previous;

  /** The states of step t. */
  final float[][] state;

  /** In: the gradient of each state of step t. Out: the direct part of that of step t-1. */
  final float[][] stateGradient;

  /** The gradient of W x(t) + b of each gate. */
  final float[][] inputGradient;

  /** The gradient of U h(t-1) of each gate; the same arrays unless the cell gates that term. */
  final float[][] recurrentGradient;

  CellRow(Cell cell, int width) {
    this.width = width;
    gate = new float[cell.gates()][width];
    recurrent = new float[cell.gates()][width];
    bias = new float[cell.gates()][width];
    recurrentBias = new float[width];
    extra = new float[cell.extras()][width];
    previous = new float[cell.states()][width];
    state = new float[cell.states()][width];
    stateGradient = new float[cell.states()][width];
    inputGradient = new float[cell.gates()][width];
    recurrentGradient = cell.gatesRecurrentTerm() ? new float[cell.gates()][width] : inputGradient;
  }
}
