package dev.unfold.worker.network;

import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.parameters.ParameterLayout;

/**
 * One stack of layers and a head over its outputs: language models, taggers, predictors of the next
 * frame and, with a pooling layer on top, what maps a sequence to a vector.
 *
 * @param parameters of stack and head
 * @param stack what computes the features
 * @param head what predicts from them
 * @param lossUnit what the head's losses are counted in
 */
record StackNetwork(ParameterLayout parameters, LayerStack stack, Head head, LossUnit lossUnit)
    implements Network {
  @Override
  public CarryLayout carry() {
    return new CarryLayout(stack.stateWidths());
  }

  @Override
  public ForwardPass open(PassMemory memory) {
    return new StackNetworkForwardPass(this, memory);
  }
}
