package dev.unfold.worker.network;

import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.hmm.WordModels;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.network.stack.StackForward;
import dev.unfold.worker.parameters.ParameterLayout;
import java.util.List;
import java.util.Optional;

/**
 * One stack of layers and a head over its outputs: language models, taggers, predictors of the next
 * frame and, with a pooling layer on top, classifiers and regressors of sequences.
 *
 * @param parameters the parameters of stack and head
 * @param stack the layers that compute the features
 * @param head the head that predicts from the features
 */
record StackNetwork(ParameterLayout parameters, LayerStack stack, Head head) implements Network {
  @Override
  public CarryLayout carry() {
    return new CarryLayout(stack.stateWidths());
  }

  @Override
  public OutputDistribution distribution() {
    return head.distribution();
  }

  @Override
  public LossUnit lossUnit() {
    return head.lossUnit();
  }

  @Override
  public Optional<WordModels> wordModels() {
    return head.wordModels();
  }

  @Override
  public Network withTags(List<String> names, boolean reversed) {
    return new StackNetwork(parameters, stack, head.withTags(names, reversed));
  }

  @Override
  public ForwardPass open(PassMemory memory) {
    PassMemory below = head.layerMemory(memory);
    Carry carried = new Carry(carry(), below);
    LayerForward layers = new StackForward(stack, below, LayerStates.carried(carried.states()));
    FeatureExtractor features = new FeatureExtractor(layers, head, new boolean[below.positions()]);
    HeadForward output = head.open(memory, features.output());
    return new StackNetworkForwardPass(parameters, memory, carried, features, output);
  }
}
