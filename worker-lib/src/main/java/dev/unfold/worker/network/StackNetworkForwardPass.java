package dev.unfold.worker.network;

import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.stream.Stream;

/**
 * The forward pass of one stack and its head.
 *
 * @param parameters the layout of the parameters of both
 */
record StackNetworkForwardPass(
    ParameterLayout parameters,
    PassMemory memory,
    Carry carry,
    FeatureExtractor features,
    HeadForward head)
    implements ForwardPass {
  @Override
  public void parametersChanged() {
    features.parametersChanged();
    head.parametersChanged();
  }

  @Override
  public void run(Chunk chunk) {
    features.forward(chunk, ForwardMode.FREE_RUNNING);
  }

  @Override
  public double loss(Chunk chunk) {
    run(chunk);
    return head.loss(chunk);
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    head.outputs(chunk, consumer);
  }

  @Override
  public TrainingPass openTraining() {
    Matrix vector = memory.workspace().vector(parameters.length());
    HeadBackward loss = head.openBackward(vector);
    LayerBackward backward = features.openBackward(vector, loss.featureGradient());
    List<SparseRows> touched =
        Stream.concat(loss.touchedRows().stream(), backward.touchedRows().stream()).toList();
    Gradients gradients = new Gradients(parameters, vector, touched);
    return new StackNetworkTrainingPass(features, loss, backward, gradients);
  }
}
