package dev.unfold.worker.network;

import dev.unfold.worker.network.head.SoftmaxBackward;
import dev.unfold.worker.network.layer.EmbeddingBackward;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/** The training pass of a language model. */
final class LanguageModelTraining implements ForwardPass.TrainingPass {
  private final LanguageModelForward forward;
  private final Gradients gradients;
  private final SoftmaxBackward softmax;
  private final List<LayerBackward> fromTop = new ArrayList<>();
  private final EmbeddingBackward embedding;

  LanguageModelTraining(LanguageModel network, LanguageModelForward forward, PassMemory memory) {
    this.forward = forward;
    Matrix vector = memory.workspace().vector(network.parameters().length());
    softmax = forward.softmax().openBackward(vector);
    for (LayerForward layer : forward.layers()) {
      fromTop.add(0, layer.openBackward(vector));
    }
    embedding = network.embedding().openBackward(vector);
    gradients = new Gradients(network.parameters(), vector, List.of(embedding.touchedRows()));
  }

  @Override
  public double lossAndGradients(Chunk chunk, Noise noise) {
    Matrix features = forward.features(chunk, noise);
    double loss = softmax.lossAndGradients(features, chunk);
    Matrix gradient = softmax.featureGradient(chunk);
    for (LayerBackward layer : fromTop) {
      gradient = layer.backward(gradient, chunk, noise);
    }
    embedding.backward(gradient, chunk);
    return loss;
  }

  @Override
  public Gradients gradients() {
    return gradients;
  }
}
