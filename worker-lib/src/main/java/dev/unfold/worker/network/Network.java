package dev.unfold.worker.network;

import dev.unfold.worker.network.hmm.WordModels;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.ParameterLayout;
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

  /** Opens a pass over the parameters of the memory, with a carry of zeros. */
  ForwardPass open(PassMemory memory);
}
