package dev.unfold.worker.network.source;

import dev.unfold.worker.network.head.AffineOutput;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Operand;

/** The outputs of a {@link SourceHead} in the forward half; a head adds its loss. */
abstract class SourceForward implements HeadForward {
  private final SourceHead head;
  private final AffineOutput.Forward affine;

  SourceForward(SourceHead head, PassMemory memory, Operand features) {
    this.head = head;
    affine = new AffineOutput.Forward(head.output(), memory, features);
  }

  /** Returns the outputs at the positions of the source. */
  final AffineOutput.Forward affine() {
    return affine;
  }

  @Override
  public final void parametersChanged() {
    affine.parametersChanged();
  }

  /** Computes the outputs of all steps of the source, which it returns. */
  final Chunk compute(Chunk chunk) {
    Chunk steps = head.steps(chunk);
    affine.compute(steps.steps() * steps.batch());
    return steps;
  }

  /** Passes the output at every step that is used; the positions are those of the source. */
  @Override
  public final void outputs(Chunk chunk, OutputConsumer consumer) {
    Chunk steps = compute(chunk);
    float[] row = new float[head.output().width()];
    for (int position = 0; position < steps.steps() * steps.batch(); position++) {
      if (head.uses(steps, position)) {
        affine.rowInto(position, row);
        consumer.accept(position, row);
      }
    }
  }
}
