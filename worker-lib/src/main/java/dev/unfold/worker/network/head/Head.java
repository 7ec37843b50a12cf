package dev.unfold.worker.network.head;

import dev.unfold.worker.network.hmm.WordModels;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/** The topology of a network's head, which computes output and loss from features. */
public interface Head {
  /** Returns what its outputs say about a target. */
  OutputDistribution distribution();

  /** Returns the unit of its losses. */
  LossUnit lossUnit();

  /**
   * Returns the resources of the pass of the layers below it, by default those of the network.
   *
   * @param memory the resources of a pass of the network
   */
  default PassMemory layerMemory(PassMemory memory) {
    return memory;
  }

  /**
   * Returns the chunk whose steps the layers below it read, by default the chunk itself.
   *
   * @param chunk a chunk of the network
   */
  default Chunk steps(Chunk chunk) {
    return chunk;
  }

  /**
   * Returns whether it uses the features at a position of the {@link #steps}, by default where
   * there is a target.
   */
  default boolean uses(Chunk steps, int position) {
    return steps.targets()[position] != Chunk.NO_TARGET;
  }

  /** Returns the models of words whose states its outputs are about, if they are about states. */
  default Optional<WordModels> wordModels() {
    return Optional.empty();
  }

  /**
   * Returns the head whose outputs are restricted to the order of tags that its settings name; the
   * same for other heads.
   *
   * @param names the names of the tags by id
   * @param reversed whether the last tag of a sequence is read first
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if they are not the tags
   *     of that order
   */
  default Head withTags(List<String> names, boolean reversed) {
    return this;
  }

  /**
   * Opens its forward half.
   *
   * @param memory the resources of a pass of the network
   * @param features [T * B, H], filled and refreshed by the layer below
   */
  HeadForward open(PassMemory memory, Operand features);
}
