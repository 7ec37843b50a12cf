package dev.unfold.worker.network;

import dev.unfold.worker.network.head.AdaptiveSoftmax;
import dev.unfold.worker.network.head.Head;
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
import dev.unfold.worker.settings.OutputSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent language model: embedding, L recurrent layers, a head over the next token; dropout
 * where Zaremba et al. 2014 (arXiv 1409.2329) put it, never between two steps of a layer.
 */
public final class LanguageModel implements Network {
  private final ParameterLayout parameters;
  private final Embedding embedding;
  private final List<Layer> layers;
  private final Head head;

  /**
   * @param vocabularySize V
   * @throws dev.unfold.worker.settings.InvalidSettingException if the output layer does not fit V
   */
  public LanguageModel(NetworkSettings settings, int vocabularySize) {
    settings.output().requireVocabulary(vocabularySize);
    ParameterLayout.Builder layout = new ParameterLayout.Builder();
    Cell cell = Cell.of(settings.cell());
    embedding =
        new Embedding(layout, vocabularySize, settings.embedding(), settings.output().tied());
    layers = new ArrayList<>();
    int width = settings.embedding();
    for (int l = 0; l < settings.layers(); l++) {
      addDropout(settings.dropout(), width, l);
      layers.add(new RecurrentLayer(layout, "layers." + l, cell, width, settings.hidden()));
      width = settings.hidden();
    }
    addDropout(settings.dropout(), width, settings.layers());
    head = head(layout, settings.output(), width);
    parameters = layout.build();
  }

  private Head head(ParameterLayout.Builder layout, OutputSettings output, int width) {
    int vocabularySize = embedding.weight().rows();
    return switch (output.kind()) {
      case SOFTMAX ->
          output.tied()
              ? Softmax.tiedTo(layout, embedding)
              : Softmax.of(layout, width, vocabularySize);
      case ADAPTIVE -> new AdaptiveSoftmax(layout, width, vocabularySize, output);
    };
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

  Head head() {
    return head;
  }
}
