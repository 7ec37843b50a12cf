package dev.unfold.worker.network;

import dev.unfold.worker.network.head.AdaptiveSoftmax;
import dev.unfold.worker.network.head.FrameHead;
import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.head.Softmax;
import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.FrameInput;
import dev.unfold.worker.network.layer.Input;
import dev.unfold.worker.network.pooling.EndStates;
import dev.unfold.worker.network.pooling.RunningMax;
import dev.unfold.worker.network.pooling.RunningMean;
import dev.unfold.worker.network.recurrent.BidirectionalLayer;
import dev.unfold.worker.network.recurrent.Cell;
import dev.unfold.worker.network.recurrent.RecurrentLayer;
import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.network.stack.SpelledEmbedding;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.EncoderSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.OutputSettings;

/**
 * Builds a network of one stack: input, recurrent layers, pooling where a sequence is to become a
 * vector, and a head; dropout where Zaremba et al. 2014 (arXiv 1409.2329) put it, never between two
 * steps of a layer.
 */
final class StackNetworkBuilder {
  private final NetworkSettings settings;
  private final DataShape shape;
  private final ParameterLayout.Builder layout = new ParameterLayout.Builder();
  private final Cell cell;

  StackNetworkBuilder(NetworkSettings settings, DataShape shape) {
    this.settings = settings;
    this.shape = shape;
    cell = Cell.of(settings.cell());
    requireFit();
  }

  private void requireFit() {
    OutputSettings output = settings.output();
    boolean classes = shape.target() == DataShape.Target.CLASSES;
    InvalidSettingException.require(
        classes || output.kind() == OutputSettings.Kind.SOFTMAX,
        "network.output.kind",
        "softmax where no classes are predicted",
        output.kind());
    InvalidSettingException.require(
        !output.tied() || settings.kind() == NetworkSettings.Kind.LANGUAGE_MODEL,
        "network.output.tied",
        "false for other networks than a language model",
        output.tied());
    if (classes) {
      output.requireVocabulary(shape.targets());
    }
  }

  StackNetwork build() {
    Input input = input();
    LayerStack.Builder stack = new LayerStack.Builder(input);
    for (int l = 0; l < settings.layers(); l++) {
      stack.addDropout(settings.dropout(), l);
      addRecurrent(stack, "layers." + l);
    }
    if (settings.kind() == NetworkSettings.Kind.SEQUENCE_TO_VECTOR) {
      addPooling(stack);
    }
    stack.addDropout(settings.dropout(), settings.layers());
    Head head = head(input, stack.width());
    return new StackNetwork(layout.build(), stack.build(), head);
  }

  private Input input() {
    if (shape.input() == DataShape.Input.FRAMES) {
      return new FrameInput(shape.inputs());
    }
    boolean tied = settings.output().tied();
    Embedding embedding =
        new Embedding(layout, "embedding.weight", shape.inputs(), settings.embedding(), tied);
    return shape.letters() == 0
        ? embedding
        : new SpelledEmbedding(
            layout, embedding, cell, settings.encoder().spelling(), shape.letters());
  }

  private void addRecurrent(LayerStack.Builder stack, String prefix) {
    int hidden = settings.hidden();
    if (settings.encoder().bidirectional()) {
      stack.add(new BidirectionalLayer(layout, prefix, cell, stack.width(), hidden), 2 * hidden);
    } else {
      stack.add(new RecurrentLayer(layout, prefix, cell, stack.width(), hidden), hidden);
    }
  }

  private void addPooling(LayerStack.Builder stack) {
    EncoderSettings encoder = settings.encoder();
    int width = stack.width();
    switch (encoder.pooling()) {
      case LAST -> {
        if (encoder.bidirectional()) {
          stack.add(new EndStates(settings.hidden()), width);
        }
      }
      case MEAN -> stack.add(new RunningMean(width), width);
      case MAX -> stack.add(new RunningMax(width), width);
    }
  }

  private Head head(Input input, int width) {
    return switch (shape.target()) {
      case CLASSES -> classifier(input, width);
      case SETS -> FrameHead.bernoulli(layout, width, shape.targets());
      case FRAMES -> FrameHead.squaredError(layout, width, shape.targets());
    };
  }

  private Head classifier(Input input, int width) {
    OutputSettings output = settings.output();
    if (output.tied() && input instanceof Embedding embedding) {
      return Softmax.tiedTo(layout, embedding);
    }
    return switch (output.kind()) {
      case SOFTMAX -> Softmax.of(layout, width, shape.targets());
      case ADAPTIVE -> new AdaptiveSoftmax(layout, width, shape.targets(), output);
    };
  }
}
