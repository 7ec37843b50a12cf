package dev.unfold.worker.network.source;

import dev.unfold.worker.network.head.AffineOutput;
import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;

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
}
