package dev.unfold.worker.network;

import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.TouchedRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The training pass of a language model. */
final class LanguageModelTraining implements ForwardPass.TrainingPass {
  private final LanguageModelForward forward;
  private final Gradients gradients;
  private final HeadBackward head;
  private final List<LayerBackward> fromTop = new ArrayList<>();

  LanguageModelTraining(LanguageModel network, LanguageModelForward forward, PassMemory memory) {
    this.forward = forward;
    Matrix vector = memory.workspace().vector(network.parameters().length());
    head = forward.head().openBackward(vector);
    List<TouchedRows> touched = new ArrayList<>();
    Optional<Matrix> outputGradient = Optional.of(head.featureGradient());
    for (LayerForward layer : reversed(forward.layers())) {
      LayerBackward backward = layer.openBackward(vector, outputGradient.orElseThrow());
      fromTop.add(backward);
      touched.addAll(backward.touchedRows());
      outputGradient = backward.inputGradient();
    }
    gradients = new Gradients(network.parameters(), vector, touched);
  }

  private static List<LayerForward> reversed(List<LayerForward> layers) {
    List<LayerForward> reversed = new ArrayList<>(layers);
    Collections.reverse(reversed);
    return reversed;
  }

  @Override
  public double lossAndGradients(Chunk chunk, Noise noise) {
    forward.forward(chunk, noise);
    double loss = head.lossAndGradients(chunk);
    for (int i = 0; i < fromTop.size(); i++) {
      fromTop.get(i).backward(chunk, noise);
    }
    return loss;
  }

  @Override
  public Gradients gradients() {
    return gradients;
  }
}
