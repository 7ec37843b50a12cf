package dev.unfold.worker.network;

import dev.unfold.worker.network.feedback.FeedbackInput;
import dev.unfold.worker.network.feedback.PreviousOutputs;
import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.head.HeadForward;
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
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of layers that also reads the output o of the step before, and a head over it (Jordan
 * 1986; Goodfellow et al. 2016, section 10.2.1). With one dense layer it is the network {@code h(t)
 * = tanh(x(t) Wx + o(t-1) Wo + b)}, whose weight is [Wx; Wo].
 *
 * <p>While o(t-1) is the true target of the step before, which is teacher forcing, no step depends
 * on the outputs of another one, and all steps are trained at once. Otherwise the network runs
 * freely: o(t-1) is the expectation of the target that it computed itself, and the steps follow one
 * another.
 *
 * @param parameters the parameters of stack and head
 * @param stack the layers over [x(t), o(t-1)]
 * @param head the head that predicts from their outputs
 * @param outputs C, the width of o
 */
record OutputRecurrentNetwork(ParameterLayout parameters, LayerStack stack, Head head, int outputs)
    implements Network {
  /** Returns the layout of the states of the layers, followed by that of o. */
  @Override
  public CarryLayout carry() {
    List<Integer> widths = new ArrayList<>(stack.stateWidths());
    widths.add(outputs);
    return new CarryLayout(widths);
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
  public ForwardPass open(PassMemory memory) {
    Carry carry = new Carry(carry(), memory);
    int layerStates = stack.stateWidths().size();
    Matrix carriedOutput = carry.states().get(layerStates);
    PreviousOutputs previous = new PreviousOutputs(memory, carriedOutput);
    FeedbackInput input = new FeedbackInput(memory, stack.input().open(memory), previous);
    LayerStates states = LayerStates.carried(carry.states().subList(0, layerStates));
    LayerForward layers = new StackForward(stack, input, memory, states);
    HeadForward output = head.open(memory, layers.output());
    LayerForward fed = new OutputFeedback(carry, previous, input, layers, output, distribution());
    FeatureExtractor features = new FeatureExtractor(fed, head, new boolean[memory.positions()]);
    return new StackNetworkForwardPass(parameters, memory, carry, features, output);
  }
}
