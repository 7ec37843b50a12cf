package dev.unfold.worker.network;

import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/** The training pass of one stack and its head. */
final class StackNetworkTrainingPass implements ForwardPass.TrainingPass {
  private final LayerForward stack;
  private final HeadBackward head;
  private final LayerBackward backward;
  private final Gradients gradients;

  StackNetworkTrainingPass(
      StackNetwork network, StackNetworkForwardPass forward, PassMemory memory) {
    stack = forward.stack();
    Matrix vector = memory.workspace().vector(network.parameters().length());
    head = forward.head().openBackward(vector);
    backward = stack.openBackward(vector, head.featureGradient());
    gradients = new Gradients(network.parameters(), vector, backward.touchedRows());
  }

  @Override
  public double lossAndGradients(Chunk chunk, ChunkNoise noise) {
    run(chunk, noise);
    double loss = head.lossAndGradients(chunk);
    backward.backward(chunk, noise);
    return loss;
  }

  @Override
  public void run(Chunk chunk, ChunkNoise noise) {
    stack.forward(chunk, noise);
  }

  @Override
  public Gradients gradients() {
    return gradients;
  }
}
