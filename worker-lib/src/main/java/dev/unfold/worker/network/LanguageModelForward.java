package dev.unfold.worker.network;

import dev.unfold.worker.network.head.SoftmaxForward;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.EmbeddingForward;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/** The forward pass of a language model. */
final class LanguageModelForward implements ForwardPass {
  private final LanguageModel network;
  private final PassMemory memory;
  private final Carry carry;
  private final EmbeddingForward embedding;
  private final List<LayerForward> layers = new ArrayList<>();
  private final SoftmaxForward softmax;

  LanguageModelForward(LanguageModel network, PassMemory memory) {
    this.network = network;
    this.memory = memory;
    carry = new Carry(network.carry(), memory);
    embedding = network.embedding().open(memory);
    Carry.Cursor states = carry.cursor();
    for (Layer layer : network.layers()) {
      layers.add(layer.open(memory, states.next(layer.stateWidths().size())));
    }
    softmax = network.softmax().open(memory);
  }

  @Override
  public void parametersChanged() {
    layers.forEach(LayerForward::parametersChanged);
    softmax.parametersChanged();
  }

  @Override
  public Carry carry() {
    return carry;
  }

  @Override
  public double loss(Chunk chunk) {
    return softmax.loss(features(chunk, Noise.NONE), chunk);
  }

  @Override
  public void logitsInto(Chunk chunk, int lane, float[] logits) {
    Matrix features = features(chunk, Noise.NONE);
    int last = (chunk.steps() - 1) * chunk.batch() + lane;
    softmax.logitsInto(features.rows(last, 1), logits);
  }

  @Override
  public TrainingPass openTraining() {
    return new LanguageModelTraining(network, this, memory);
  }

  /** What the softmax sees: [T * B, H]. */
  Matrix features(Chunk chunk, Noise noise) {
    Matrix activations = embedding.forward(chunk);
    for (LayerForward layer : layers) {
      activations = layer.forward(activations, chunk, noise);
    }
    return activations;
  }

  List<LayerForward> layers() {
    return layers;
  }

  SoftmaxForward softmax() {
    return softmax;
  }
}
