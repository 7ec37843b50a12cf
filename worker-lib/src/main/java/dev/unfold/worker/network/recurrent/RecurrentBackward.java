package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.LaneBlocks.LaneBlock;
import dev.unfold.worker.network.regularization.DroppedWeight;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlockViews;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.PreparedTransposedProduct;
import dev.unfold.worker.tensor.gemm.PreparedWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Backpropagates through the steps of a chunk, from the last to the first. The gradient of the
 * states before the first step is not propagated unless they were computed from other parameters:
 * this is the truncation of truncated BPTT.
 */
final class RecurrentBackward implements LayerBackward {
  private final SavedActivations saved;
  private final Cell cell;
  private final int hidden;
  private final PassMemory memory;
  private final Matrix outputGradient;
  private final InputProjection.Backward projection;
  private final Optional<DroppedWeight> dropped;
  private final PreparedWeights recurrentWeight;
  private final Matrix recurrentWeightGradient;
  private final PreparedTransposedProduct recurrentWeightProduct;
  private final Matrix biasGradient;
  private final Optional<Matrix> recurrentBiasGradient;
  private final Optional<Matrix> secondBiasGradient;
  private final float[] zeroBias;
  private final Operand gateGradient;
  private final Operand recurrentGradient;
  private final RowBlockViews recurrentGradientSteps;
  private final StateGradient stateGradient;
  private final List<StepBackward> steps = new ArrayList<>();

  /**
   * @param gradient the flat vector that the gradients of the parameters are written to
   * @param outputGradient [T * B, H]
   */
  RecurrentBackward(RecurrentPass pass, Matrix gradient, Matrix outputGradient) {
    this.outputGradient = outputGradient;
    memory = pass.memory();
    saved = pass.saved();
    RecurrentWeights weights = pass.weights();
    cell = weights.cell();
    hidden = weights.hidden();

    Gemm gemm = memory.gemm();
    Operand weight = pass.recurrentWeight();
    dropped = pass.dropped();
    recurrentWeight = gemm.prepare(memory.batch(), weight, true, memory.workspace());
    recurrentWeightGradient = weights.recurrent().in(gradient);
    recurrentWeightProduct =
        gemm.prepareTn(memory.positions(), hidden, weight.columns(), memory.workspace());
    biasGradient = weights.bias().in(gradient);
    zeroBias = new float[biasGradient.size()];
    secondBiasGradient = weights.secondBias().map(second -> second.in(gradient));
    recurrentBiasGradient = weights.recurrentBias().map(d -> d.in(gradient));
    gateGradient = memory.activations(weight.columns());
    recurrentGradient =
        cell.gatesRecurrentTerm() ? memory.activations(weight.columns()) : gateGradient;
    recurrentGradientSteps = new RowBlockViews(recurrentGradient, memory.batch());
    stateGradient = new StateGradient(cell, hidden, memory, pass.states());
    projection = pass.projection().openBackward(gradient, gateGradient);
    for (LaneBlock block : pass.blocks()) {
      steps.add(new StepBackward(block));
    }
  }

  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    recurrentWeight.refresh();
    stateGradient.begin();
    steps.forEach(StepBackward::clearBias);
    int positions = chunk.steps() * memory.batch();
    for (int t = chunk.steps() - 1; t >= 0; t--) {
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).backward(t, chunk);
      }
      Operand dRecurrent = recurrentGradientSteps.block(t, recurrentGradient.rows());
      dRecurrent.refresh();
      if (stateGradient.isNeededBefore(t)) {
        recurrentWeight.multiplyInto(dRecurrent, stateGradient.throughWeights());
        stateGradient.passToResetStates(t, chunk);
      }
    }
    if (cell.gatesRecurrentTerm()) {
      gateGradient.rows(0, positions).refresh();
    }
    recurrentWeightProduct.multiplyInto(
        saved.allOutputsBefore(positions),
        recurrentGradient.rows(0, positions),
        recurrentWeightGradient,
        false);
    if (dropped.isPresent()) {
      dropped.get().throughMask(recurrentWeightGradient, mode);
    }
    sumBias();
    projection.backward(chunk);
  }

  private void sumBias() {
    biasGradient.put(0, zeroBias, zeroBias.length);
    recurrentBiasGradient.ifPresent(gradient -> gradient.put(0, zeroBias, gradient.size()));
    steps.forEach(StepBackward::addBias);
    secondBiasGradient.ifPresent(second -> second.copy(0, biasGradient, 0, second.size()));
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return projection.inputGradient();
  }

  /** One step of a block of lanes. */
  private final class StepBackward {
    private final int firstLane;
    private final CellBlock block;
    private final float[] scratch;
    private final float[][] kept;
    private final BiasGradient bias;
    private final Optional<BiasGradient> recurrentBias;

    StepBackward(LaneBlock lanes) {
      firstLane = lanes.firstLane();
      block = lanes.cells();
      scratch = new float[block.size];
      kept = new float[cell.states()][block.size];
      bias = new BiasGradient(block, cell.gates(), hidden);
      recurrentBias = recurrentBiasGradient.map(gradient -> new BiasGradient(block, 1, hidden));
    }

    void clearBias() {
      bias.clear();
      recurrentBias.ifPresent(BiasGradient::clear);
    }

    void addBias() {
      bias.addTo(biasGradient);
      recurrentBias.ifPresent(sums -> sums.addTo(recurrentBiasGradient.orElseThrow()));
    }

    void backward(int t, Chunk chunk) {
      int position = t * memory.batch() + firstLane;
      stateGradient.get(firstLane, block, scratch);
      outputGradient.get(position * hidden, scratch, block.size);
      block.addToOutputGradient(scratch);
      saved.getStates(position, block);
      saved.getGates(position, block);
      boolean masked = anyMasked(position, chunk);
      if (masked) {
        copy(block.stateGradient, kept);
      }
      cell.backward(block);
      if (masked) {
        passMaskedLanes(position, chunk);
      }
      put(position);
    }

    private void put(int position) {
      bias.add(block.inputGradient);
      for (int lane = 0; lane < block.lanes; lane++) {
        block.putLane(gateGradient.matrix(), position + lane, block.inputGradient, lane);
      }
      if (cell.gatesRecurrentTerm()) {
        recurrentBias.orElseThrow().add(block.recurrentGradient);
        for (int lane = 0; lane < block.lanes; lane++) {
          block.putLane(recurrentGradient.matrix(), position + lane, block.recurrentGradient, lane);
        }
      }
      stateGradient.put(firstLane, block);
    }

    private boolean anyMasked(int position, Chunk chunk) {
      for (int lane = 0; lane < block.lanes; lane++) {
        if (!chunk.present()[position + lane]) {
          return true;
        }
      }
      return false;
    }

    /** Passes the gradient of the states through masked steps unchanged. */
    private void passMaskedLanes(int position, Chunk chunk) {
      for (int lane = 0; lane < block.lanes; lane++) {
        if (!chunk.present()[position + lane]) {
          block.copyLane(kept, block.stateGradient, lane);
          block.clearLane(block.inputGradient, lane);
          block.clearLane(block.recurrentGradient, lane);
        }
      }
    }

    private void copy(float[][] from, float[][] to) {
      for (int i = 0; i < from.length; i++) {
        System.arraycopy(from[i], 0, to[i], 0, from[i].length);
      }
    }
  }
}
