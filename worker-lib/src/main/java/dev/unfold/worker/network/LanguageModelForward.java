package dev.unfold.worker.network;

import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.RecurrentLayer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Operand;
import java.util.ArrayList;
import java.util.List;

/** The forward pass of a language model. */
final class LanguageModelForward implements ForwardPass {
  private final LanguageModel network;
  private final PassMemory memory;
  private final Carry carry;
  private final List<LayerForward> layers = new ArrayList<>();
  private final HeadForward head;

  LanguageModelForward(LanguageModel network, PassMemory memory) {
    this.network = network;
    this.memory = memory;
    carry = new Carry(network.carry(), memory);
    Carry.Cursor states = carry.cursor();
    List<Layer> stack = network.layers();
    int opened = openFirst(stack.get(0), states);
    for (Layer layer : stack.subList(opened, stack.size())) {
      layers.add(layer.open(memory, output(), states.next(layer)));
    }
    head = network.head().open(memory, output());
  }

  /**
   * Opens what reads the tokens: the embedding, or the first layer together with it.
   *
   * @return the number of layers of the stack that are open
   */
  private int openFirst(Layer first, Carry.Cursor states) {
    if (first instanceof RecurrentLayer layer
        && layer.paysOverTokens(network.embedding(), memory)) {
      layers.add(layer.openOverTokens(memory, network.embedding(), states.next(layer)));
      return 1;
    }
    layers.add(network.embedding().open(memory));
    return 0;
  }

  private Operand output() {
    return layers.get(layers.size() - 1).output();
  }

  @Override
  public void parametersChanged() {
    layers.forEach(LayerForward::parametersChanged);
    head.parametersChanged();
  }

  @Override
  public Carry carry() {
    return carry;
  }

  @Override
  public double loss(Chunk chunk) {
    forward(chunk, Noise.NONE);
    return head.loss(chunk);
  }

  @Override
  public void logitsInto(Chunk chunk, int lane, float[] logits) {
    forward(chunk, Noise.NONE);
    head.logitsInto((chunk.steps() - 1) * chunk.batch() + lane, logits);
  }

  @Override
  public TrainingPass openTraining() {
    return new LanguageModelTraining(network, this, memory);
  }

  /** Computes what the head sees. */
  void forward(Chunk chunk, Noise noise) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).forward(chunk, noise);
    }
  }

  List<LayerForward> layers() {
    return layers;
  }

  HeadForward head() {
    return head;
  }
}
