package dev.unfold.worker.network;

import dev.unfold.worker.network.hmm.WordModels;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.ParameterLayout;
import java.util.List;
import java.util.Optional;

/** The topology of a network, which is immutable and owns no parameters. */
public interface Network {
  /** Returns the layout of the trainable parameters. */
  ParameterLayout parameters();

  /** Returns the layout of the states that are carried from chunk to chunk. */
  CarryLayout carry();

  /** Returns what its outputs say about a target. */
  OutputDistribution distribution();

  /** Returns the unit of its losses. */
  LossUnit lossUnit();

  /** Returns the models of words whose states its outputs are about, if they are about states. */
  default Optional<WordModels> wordModels() {
    return Optional.empty();
  }

  /**
   * Returns the network whose outputs are restricted to the order of tags that its settings name;
   * the same for other networks. Losses do not change.
   *
   * @param names the names of the tags by id
   * @param reversed whether the last tag of a sequence is read first
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if they are not the tags
   *     of that order
   */
  default Network withTags(List<String> names, boolean reversed) {
    return this;
  }

  /** Opens a pass over the parameters of the memory, with a carry of zeros. */
  ForwardPass open(PassMemory memory);
}
