package dev.unfold.worker.network;

import dev.unfold.worker.network.crf.CrfHead;
import dev.unfold.worker.network.crf.TagScheme;
import dev.unfold.worker.network.head.AdaptiveSoftmax;
import dev.unfold.worker.network.head.FrameHead;
import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.head.Softmax;
import dev.unfold.worker.network.layer.Dropout;
import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.EmbeddingTable;
import dev.unfold.worker.network.layer.FrameInput;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.negative.SampledSoftmax;
import dev.unfold.worker.network.regularization.ActivationPenalty;
import dev.unfold.worker.network.source.CtcHead;
import dev.unfold.worker.network.source.HybridHead;
import dev.unfold.worker.network.stack.CharEmbedding;
import dev.unfold.worker.network.stack.JoinedInputs;
import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.network.start.Bridge;
import dev.unfold.worker.network.start.ColumnRange;
import dev.unfold.worker.network.start.FirstStateInput;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.network.HmmSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates the components of networks and collects their tensors. */
final class NetworkComponents {
  private final LayeredNetworkSettings settings;
  private final DataShape shape;
  private final ParameterLayout.Builder layout = new ParameterLayout.Builder();

  /**
   * @throws InvalidSettingException if the output layer does not fit the data
   */
  NetworkComponents(LayeredNetworkSettings settings, DataShape shape) {
    this.settings = settings;
    this.shape = shape;
    requireFit();
  }

  private void requireFit() {
    OutputSettings output = settings.output();
    boolean classes = shape.target() == DataShape.Target.CLASSES;
    InvalidSettingException.require(
        classes || output.kind() == OutputSettings.Kind.SOFTMAX,
        "network.output.kind",
        "softmax for a target without classes",
        output.kind());
    InvalidSettingException.require(
        !output.tied() || settings.kind() == LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
        "network.output.tied",
        "false for other networks than a language model",
        output.tied());
    double smoothing = settings.regularization().labelSmoothing();
    InvalidSettingException.require(
        classes || smoothing == 0,
        "network.regularization.label-smoothing",
        "0 for a target without classes",
        smoothing);
    if (classes) {
      output.requireVocabulary(shape.targets());
    }
  }

  ParameterLayout.Builder layout() {
    return layout;
  }

  /**
   * Returns the widths of the initial states of a layer, which do not depend on its input; none if
   * it is not recurrent.
   */
  static List<Integer> startWidths(LayerSettings layer) {
    return LayerType.create(
            layer, new ParameterLayout.Builder(), "layer", 1, RecurrentWeightSettings.defaults())
        .finalStateWidths();
  }

  /**
   * Creates the input layer of the layers of the network.
   *
   * @param prefix the prefix of the names of its tensors
   */
  InputLayer input(String prefix) {
    List<InputLayer> layers = new ArrayList<>();
    List<InputShape> inputs = shape.inputs();
    for (int i = 0; i < shape.tokenInputs(); i++) {
      String name = inputs.size() == 1 ? prefix : prefix + "inputs." + i + ".";
      layers.add(tokens(name, i));
    }
    if (shape.frameWidth() > 0) {
      layers.add(new FrameInput(shape.frameWidth()));
    }
    InputLayer all = layers.size() == 1 ? layers.get(0) : new JoinedInputs(layers);
    boolean first = inputs.stream().anyMatch(input -> input.into().readsFirstState());
    return first ? withFirstState(prefix, all, layers) : all;
  }

  /**
   * Adds the map from some inputs to the initial states of the layers.
   *
   * @param all the concatenation of the inputs
   * @param layers the inputs of tokens, then one of all frames
   */
  private InputLayer withFirstState(String prefix, InputLayer all, List<InputLayer> layers) {
    List<Integer> widths =
        settings.layers().stream().flatMap(layer -> startWidths(layer).stream()).toList();
    InvalidSettingException.require(
        !widths.isEmpty() && settings.kind() != LayeredNetworkSettings.Kind.VECTOR_TO_SEQUENCE,
        "network.layers",
        "recurrent layers that read a sequence, for inputs that determine their initial states",
        settings.layers().stream().map(LayerSettings::type).toList());
    List<ColumnRange> steps = new ArrayList<>();
    List<ColumnRange> first = new ArrayList<>();
    int column = 0;
    for (int i = 0; i < shape.inputs().size(); i++) {
      InputShape input = shape.inputs().get(i);
      int width = input.hasTokens() ? layers.get(i).width() : input.size();
      if (input.into().readsSteps()) {
        steps.add(new ColumnRange(column, width));
      }
      if (input.into().readsFirstState()) {
        first.add(new ColumnRange(column, width));
      }
      column += width;
    }
    int from = first.stream().mapToInt(ColumnRange::width).sum();
    Bridge bridge = Bridge.fromVector(layout, prefix + "first_state", from, widths);
    return new FirstStateInput(all, steps, first, bridge, widths);
  }

  /**
   * Creates the layer of an input of tokens.
   *
   * @param index the index among the inputs of tokens, which come first
   */
  private InputLayer tokens(String prefix, int index) {
    InputShape input = shape.inputs().get(index);
    int width = input.embedding() > 0 ? input.embedding() : settings.embedding();
    Embedding embedding = embedding(prefix, input.size(), width).of(index);
    return index > 0 || shape.alphabet() == 0
        ? embedding
        : CharEmbedding.of(
            layout,
            embedding,
            settings.encoder().characters(),
            settings.characterLayer(),
            shape.alphabet(),
            settings.initialValues());
  }

  /**
   * Creates the embedding table of a vocabulary.
   *
   * @param prefix the prefix of its name
   */
  Embedding embedding(String prefix, int vocabularySize) {
    return embedding(prefix, vocabularySize, settings.embedding());
  }

  private Embedding embedding(String prefix, int vocabularySize, int width) {
    boolean tied = settings.output().tied();
    String name = prefix + "embedding.weight";
    Initializer initializer =
        tied ? outputWeight(width) : new Initializer.Normal(settings.initialValues().embedding());
    return new Embedding(layout, name, vocabularySize, width, tied, initializer)
        .withDropout(settings.regularization().wordDropout());
  }

  /**
   * Adds a layer to a stack, with dropout before it but never between two of its steps (Zaremba et
   * al. 2014, arXiv 1409.2329).
   *
   * @param name the prefix of the names of its tensors
   * @param place the place of the dropout layer
   */
  void addLayer(LayerStack.Builder stack, LayerSettings layer, String name, int place) {
    if (layer.takesDropout()) {
      boolean lowest = stack.isEmpty();
      RegularizationSettings rates = settings.regularization();
      double rate = lowest ? rates.inputDropout(settings.dropout()) : settings.dropout();
      stack.addDropout(rate, place, rates.locked());
    }
    stack.add(LayerType.create(layer, layout, name, stack.width(), settings.recurrentWeights()));
  }

  /** Adds the penalty of the differences of the highest layer's outputs, if there is one. */
  void addTemporalPenalty(LayerStack.Builder stack) {
    double weight = settings.regularization().temporalActivation();
    if (weight > 0) {
      stack.add(new ActivationPenalty(stack.width(), weight, true));
    }
  }

  /** Adds the penalty of the highest layer's outputs, if there is one. */
  void addPenalty(LayerStack.Builder stack) {
    double weight = settings.regularization().activation();
    if (weight > 0) {
      stack.add(new ActivationPenalty(stack.width(), weight, false));
    }
  }

  /**
   * Returns the dropout before the output layer; nothing without one.
   *
   * @param place the place of the dropout layer
   */
  Optional<Dropout> outputDropout(int width, int place) {
    RegularizationSettings rates = settings.regularization();
    double rate = rates.outputDropout(settings.dropout());
    return rate > 0
        ? Optional.of(new Dropout(rate, width, place, rates.locked()))
        : Optional.empty();
  }

  /**
   * Creates the output head.
   *
   * @param input the input layer of the network, whose table the head uses if it is tied
   * @param width the width of the features
   */
  Head head(InputLayer input, int width) {
    if (settings.kind() == LayeredNetworkSettings.Kind.CTC) {
      return new CtcHead(
          layout, width, shape.targets(), settings.encoder().stride(), outputWeight(width));
    }
    return switch (shape.target()) {
      case CLASSES -> classifier(input, width);
      case SETS -> FrameHead.bernoulli(layout, width, shape.targets(), outputWeight(width));
      case FRAMES -> FrameHead.squaredError(layout, width, shape.targets(), outputWeight(width));
    };
  }

  /**
   * Creates the output head of a hybrid.
   *
   * @param width the width of the features
   */
  Head hybridHead(HmmSettings models, int width) {
    return new HybridHead(layout, width, shape.targets(), models, outputWeight(width));
  }

  /** Returns the distribution of the initial weight of an output layer over so many features. */
  private Initializer outputWeight(int width) {
    return switch (settings.initialValues().output()) {
      case UNIFORM -> Initializer.Uniform.ofWidth(width);
      case GLOROT -> new Initializer.Glorot();
      case ORTHOGONAL -> throw new IllegalStateException("no output weight is orthogonal");
    };
  }

  private Head smoothed(Softmax softmax) {
    return softmax.withLabelSmoothing(settings.regularization().labelSmoothing());
  }

  private Head classifier(InputLayer input, int width) {
    OutputSettings output = settings.output();
    Optional<EmbeddingTable> table = input.table().filter(EmbeddingTable::tied);
    if (table.isPresent()) {
      return smoothed(Softmax.tiedTo(layout, table.get()));
    }
    return switch (output.kind()) {
      case SOFTMAX -> smoothed(Softmax.of(layout, width, shape.targets(), outputWeight(width)));
      case ADAPTIVE -> new AdaptiveSoftmax(layout, width, shape.targets(), output);
      case SAMPLED -> new SampledSoftmax(layout, width, shape.targets(), output.negatives());
      case CRF -> new CrfHead(layout, width, shape.targets(), TagScheme.NONE);
      case CRF_BIO -> new CrfHead(layout, width, shape.targets(), TagScheme.BIO);
      case CRF_BIOES -> new CrfHead(layout, width, shape.targets(), TagScheme.BIOES);
    };
  }
}
