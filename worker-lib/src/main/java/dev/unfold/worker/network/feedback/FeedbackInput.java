package dev.unfold.worker.network.feedback;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.OneHotInput;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Optional;

/**
 * The input [x(t), o(t-1)] of a network with recurrence through its output. The input x of a whole
 * chunk is read once; then the steps are run all at once or one by one.
 *
 * <p>No gradient flows into o(t-1).
 */
public final class FeedbackInput implements LayerForward {
  private final PassMemory memory;
  private final LayerForward input;
  private final PreviousOutputs previous;
  private final Operand output;
  private final OneHotInput classes;
  private int first;

  /**
   * @param input x, [T * B, E]
   */
  public FeedbackInput(PassMemory memory, LayerForward input, PreviousOutputs previous) {
    this.memory = memory;
    this.input = input;
    this.previous = previous;
    output = memory.activations(input.output().columns() + previous.values().columns());
    classes = new OneHotInput(output, input.output(), previous.classes());
  }

  @Override
  public void parametersChanged() {
    input.parametersChanged();
  }

  /** Reads the input of a chunk, whose steps are then run. */
  public void read(Chunk chunk, ForwardMode mode) {
    input.forward(chunk, mode);
  }

  /** Lets every step of the chunk that was read also read the true target of the step before. */
  public void readTrueTargets(Chunk chunk) {
    previous.readTrueTargets(chunk, classes.acceptsClasses());
  }

  /** Lets the next call of {@link #forward} start at a position of the chunk that was read. */
  public void startAt(int position) {
    first = position;
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    classes.setClassesKnown(previous.classesKnown());
    if (classes.classesKnown()) {
      return;
    }
    int rows = chunk.steps() * chunk.batch();
    join(input.output().matrix(), 0, rows);
    join(previous.values(), input.output().columns(), rows);
    output.rows(0, rows).refresh();
  }

  private void join(Matrix from, int column, int rows) {
    ColumnBlocks.join(from.rows(first, rows), output.matrix(), column, rows);
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public Optional<OneHotInput> classes() {
    return Optional.of(classes);
  }

  @Override
  public Optional<StatePort> start() {
    return input.start();
  }

  /**
   * {@inheritDoc}
   *
   * @param outputGradient [T * B, E], or wider if the layer above also computes the gradient of o
   */
  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    int width = input.output().columns();
    if (outputGradient.columns() == width) {
      return input.openBackward(gradient, outputGradient);
    }
    Matrix inputGradient = memory.workspace().matrix(memory.positions(), width);
    return new LayerBackward.OverInput(
        chunk ->
            ColumnBlocks.split(outputGradient, 0, inputGradient, chunk.steps() * chunk.batch()),
        input.openBackward(gradient, inputGradient));
  }
}
