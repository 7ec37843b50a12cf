package dev.unfold.worker.network;

import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.sequence.Chunk;

/**
 * The training pass of one stack and its head.
 *
 * @param head the backward half of the head
 * @param backward the backward half of the stack
 */
record StackNetworkTrainingPass(
    FeatureExtractor features, HeadBackward head, LayerBackward backward, Gradients gradients)
    implements ForwardPass.TrainingPass {
  @Override
  public double lossAndGradients(Chunk chunk, ForwardMode mode) {
    run(chunk, mode);
    double loss = head.lossAndGradients(chunk, mode);
    backward.backward(features.head().steps(chunk), mode);
    return loss;
  }

  @Override
  public void run(Chunk chunk, ForwardMode mode) {
    features.forward(chunk, mode);
  }
}
