package dev.unfold.worker.network.source;

import dev.unfold.worker.network.head.AffineOutput;
import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Operand;

/**
 * A head whose layers read the source of a chunk, and whose loss compares the targets of a lane
 * with the outputs at all steps of its source.
 */
interface SourceHead extends Head {
  /** Returns the outputs at the steps of the source. */
  AffineOutput output();

  @Override
  default OutputDistribution distribution() {
    return OutputDistribution.ALIGNED;
  }

  @Override
  default LossUnit lossUnit() {
    return LossUnit.NATS;
  }

  @Override
  default PassMemory layerMemory(PassMemory memory) {
    return memory.forSource();
  }

  @Override
  default Chunk steps(Chunk chunk) {
    return chunk.requireSource();
  }

  @Override
  default boolean uses(Chunk steps, int position) {
    return steps.present()[position];
  }

  /** Returns whether a lane of a chunk has a target with a loss. */
  static boolean hasLoss(Chunk chunk, int lane) {
    return chunk.length(lane) > 0 && Chunk.hasLoss(chunk.targets()[lane]);
  }

  /** The outputs of the forward half. */
  final class Outputs {
    private final SourceHead head;
    private final AffineOutput.Forward affine;

    Outputs(SourceHead head, PassMemory memory, Operand features) {
      this.head = head;
      affine = new AffineOutput.Forward(head.output(), memory, features);
    }

    AffineOutput.Forward affine() {
      return affine;
    }

    /** Computes the outputs of all steps of the source, which it returns. */
    Chunk compute(Chunk chunk) {
      Chunk steps = head.steps(chunk);
      affine.compute(steps.steps() * steps.batch());
      return steps;
    }

    /** Passes the output at every step that is used; the positions are those of the source. */
    void pass(Chunk chunk, OutputConsumer consumer) {
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
}
