package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.LaneBlocks.LaneBlock;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.gemm.PreparedWeights;
import java.util.List;
import java.util.Optional;

/**
 * Runs a cell over the steps of a chunk. W x(t) is one product for all steps; U h(t-1) is one
 * product for each step, with weights that were packed once.
 */
final class RecurrentForward implements LayerForward {
  private final RecurrentPass pass;
  private final Cell cell;
  private final int hidden;
  private final PassMemory memory;
  private final InputProjection projection;
  private final LayerStates states;
  private final List<LaneBlock> blocks;
  private final List<CellBlock> cells;
  private final Matrix bias;
  private final Optional<Matrix> secondBias;
  private final Optional<Matrix> recurrentBias;
  private final PreparedWeights recurrentWeight;
  private final Matrix fromState;
  private final SavedActivations saved;
  private final Operand output;

  RecurrentForward(RecurrentPass pass) {
    this.pass = pass;
    memory = pass.memory();
    projection = pass.projection();
    states = pass.states();
    blocks = pass.blocks();
    saved = pass.saved();
    cells = LaneBlocks.cells(blocks);
    RecurrentWeights weights = pass.weights();
    cell = weights.cell();
    hidden = weights.hidden();
    bias = weights.bias().in(memory.parameters());
    secondBias = weights.secondBias().map(second -> second.in(memory.parameters()));
    recurrentBias = weights.recurrentBias().map(d -> d.in(memory.parameters()));
    Operand weight = pass.recurrentWeight();
    recurrentWeight = memory.gemm().prepare(memory.batch(), weight, false, memory.workspace());
    fromState = memory.workspace().matrix(memory.batch(), weight.columns());
    output = memory.activations(hidden);
  }

  @Override
  public void parametersChanged() {
    projection.parametersChanged();
    if (pass.dropped().isPresent()) {
      pass.dropped().get().parametersChanged();
    } else {
      recurrentWeightChanged();
    }
    for (int i = 0; i < cells.size(); i++) {
      setBias(cells.get(i));
    }
  }

  private void recurrentWeightChanged() {
    pass.recurrentWeight().refresh();
    recurrentWeight.refresh();
  }

  private void setBias(CellBlock block) {
    for (int gate = 0; gate < block.bias.length; gate++) {
      block.setEveryLane(block.bias[gate], bias, gate * hidden);
    }
    if (secondBias.isPresent()) {
      for (int gate = 0; gate < secondBias.get().columns() / hidden; gate++) {
        // The products of a step replace these values before they are read.
        block.setEveryLane(block.recurrent[gate], secondBias.get(), gate * hidden);
        Elementwise.addInPlace(block.bias[gate], block.recurrent[gate], block.size);
      }
    }
    if (recurrentBias.isPresent()) {
      block.setEveryLane(block.recurrentBias, recurrentBias.get(), 0);
    }
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    projection.forward(chunk);
    if (pass.dropped().isPresent() && pass.dropped().get().draw(mode)) {
      recurrentWeightChanged();
    }
    saved.start(states.carry());
    for (int t = 0; t < chunk.steps(); t++) {
      saved.reset(t, chunk);
      recurrentWeight.multiplyInto(saved.outputsBefore(t), fromState);
      for (int i = 0; i < blocks.size(); i++) {
        step(t, blocks.get(i), chunk);
      }
    }
    saved.copyStatesAfter(chunk.advance(), states.carry());
    if (states.end().isPresent()) {
      saved.copyStatesAfter(chunk.steps(), states.end().get().values());
    }
    output.rows(0, chunk.steps() * memory.batch()).refresh();
  }

  private void step(int t, LaneBlock lanes, Chunk chunk) {
    CellBlock block = lanes.cells();
    int position = t * memory.batch() + lanes.firstLane();
    saved.getStates(position, block);
    for (int lane = 0; lane < block.lanes; lane++) {
      int row = projection.row(position + lane, chunk);
      block.getLane(projection.products(), row, block.gate, lane);
      block.getLane(fromState, lanes.firstLane() + lane, block.recurrent, lane);
    }
    cell.forward(block);
    for (int lane = 0; lane < block.lanes; lane++) {
      if (!chunk.present()[position + lane]) {
        block.copyLane(block.previous, block.state, lane);
      }
    }
    saved.putGates(position, block);
    saved.putStates(position, block);
    output.matrix().put(position * hidden, block.state[0], block.size);
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return new RecurrentBackward(pass, gradient, outputGradient);
  }
}
