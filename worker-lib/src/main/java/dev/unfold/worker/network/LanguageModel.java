package dev.unfold.worker.network;

import dev.unfold.worker.network.head.Softmax;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.Dropout;
import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.Cell;
import dev.unfold.worker.network.recurrent.RecurrentLayer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.NetworkSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent language model: embedding, L recurrent layers, softmax over the next token; dropout
 * where Zaremba et al. 2014 (arXiv 1409.2329) put it, never between two steps of a layer.
 */
public final class LanguageModel implements Network {
  private final ParameterLayout parameters;
  private final Embedding embedding;
  private final List<Layer> layers;
  private final Softmax softmax;

  /**
   * @param vocabularySize V
   */
  public LanguageModel(NetworkSettings settings, int vocabularySize) {
    ParameterLayout.Builder layout = new ParameterLayout.Builder();
    Cell cell = Cell.of(settings.cell());
    embedding = new Embedding(layout, vocabularySize, settings.embedding());
    layers = new ArrayList<>();
    int width = settings.embedding();
    for (int l = 0; l < settings.layers(); l++) {
      addDropout(settings.dropout(), width, l);
      layers.add(new RecurrentLayer(layout, "layers." + l, cell, width, settings.hidden()));
      width = settings.hidden();
    }
    addDropout(settings.dropout(), width, settings.layers());
    softmax = new Softmax(layout, width, vocabularySize);
    parameters = layout.build();
  }

  private void addDropout(double probability, int width, int place) {
    if (probability > 0) {
      layers.add(new Dropout(probability, width, place));
    }
  }

  @Override
  public ParameterLayout parameters() {
    return parameters;
  }

  @Override
  public CarryLayout carry() {
    return CarryLayout.of(layers);
  }

  @Override
  public ForwardPass open(PassMemory memory) {
    return new LanguageModelForward(this, memory);
  }

  Embedding embedding() {
    return embedding;
  }

  List<Layer> layers() {
    return layers;
  }

  Softmax softmax() {
    return softmax;
  }
}
