package dev.unfold.dl4j.exchange;

import dev.unfold.driver.model.ModelSignature;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Converts a DL4J network to a built-in one.
 *
 * @param where the file of the network, for messages
 * @param stack the layers of the network
 * @param signature the meaning of its ids and numbers
 * @param exported the settings of the network if Unfold exported it
 */
record ImportedStack(
    String where,
    RecognizedStack stack,
    ModelSignature signature,
    Optional<LayeredNetworkSettings> exported) {
  /**
   * Returns the model.
   *
   * @param dl4jParameters the parameters in DL4J's order
   * @throws ModelFormatException if the network does not match the signature
   * @throws IllegalArgumentException if the network is larger than built-in networks may be
   */
  Model model(float[] dl4jParameters) throws ModelFormatException {
    DataShape shape = signature.shape();
    if (signature.symbols() instanceof Vocabularies.TextVocabulary symbols && lacksUnknown(shape)) {
      DataShape withoutUnknown = DataShape.forText(stack.inputs());
      requireFit(withoutUnknown);
      return UnknownTokenInsertion.addTo(
          model(dl4jParameters, settings(OutputSettings.softmax()), withoutUnknown), symbols);
    }
    requireFit(shape);
    return model(dl4jParameters, shape);
  }

  /** Returns whether its tokens are those of the vocabulary without the unknown token. */
  private boolean lacksUnknown(DataShape shape) {
    return stack.inputs() == shape.input().size() - 1 && stack.targets() == shape.targets() - 1;
  }

  private Model model(float[] dl4jParameters, DataShape shape) {
    OutputSettings output =
        exported
            .map(LayeredNetworkSettings::output)
            .filter(head -> head.kind() == OutputSettings.Kind.SOFTMAX)
            .orElse(OutputSettings.softmax());
    if (!output.tied()) {
      return model(dl4jParameters, settings(output), shape);
    }
    if (stack.embedding().equals(OptionalInt.of(stack.top().width(0)))) {
      Model tied = model(dl4jParameters, settings(output), shape);
      if (Arrays.equals(
          mapping(tied, settings(output)).toDl4j(tied.parameters()), dl4jParameters)) {
        return tied;
      }
    }
    return model(dl4jParameters, settings(OutputSettings.softmax()), shape);
  }

  private Model model(float[] dl4jParameters, LayeredNetworkSettings settings, DataShape shape) {
    Model model =
        new Model(
            new ModelConfig(ModelConfig.CURRENT, settings, shape, signature.preprocessing()),
            signature.symbols(),
            new float[Networks.of(settings, shape).parameters().length()]);
    mapping(model, settings).toUnfoldInto(dl4jParameters, model.parameters());
    if (isOneHot(shape)) {
      ParameterTensor table = model.network().parameters().tensors().get(0);
      for (int token = 0; token < table.rows(); token++) {
        model.parameters()[table.offset() + token * table.columns() + token] = 1;
      }
    }
    return model;
  }

  private ParameterMapping mapping(Model model, LayeredNetworkSettings settings) {
    return isOneHot(model.config().shape())
        ? ParameterMapping.ofOneHot(model.network(), settings)
        : ParameterMapping.of(model.network(), settings);
  }

  /** Returns whether tokens are read without an embedding, which then becomes the identity. */
  private boolean isOneHot(DataShape shape) {
    return shape.input().hasTokens() && stack.embedding().isEmpty();
  }

  private void requireFit(DataShape shape) throws ModelFormatException {
    boolean frames = !shape.input().hasTokens();
    String expected =
        describe(
            frames ? "numbers" : "tokens",
            shape.input().size(),
            shape.target(),
            shape.targets(),
            place());
    String actual =
        describe(
            stack.embedding().isPresent() ? "tokens" : frames ? "numbers" : "tokens",
            stack.inputs(),
            stack.target(),
            stack.targets(),
            stack.pooling().isPresent() ? TargetPosition.LAST_STEP : TargetPosition.EVERY_STEP);
    if (!expected.equals(actual) || shape.alphabet() > 0) {
      throw new ModelFormatException(
          where,
          "a network of "
              + expected
              + (shape.alphabet() > 0 ? ", with a character encoder" : "")
              + ", as what its ids and numbers mean has it",
          "one of " + actual);
    }
  }

  private static String describe(
      String read, int inputs, DataShape.Target target, int targets, TargetPosition place) {
    return inputs
        + " "
        + read
        + " that puts out "
        + targets
        + " "
        + SettingKeys.of(target)
        + " "
        + switch (place) {
          case EVERY_STEP -> "at every step";
          case LAST_STEP -> "at the end";
          case OWN_SEQUENCE -> "as a sequence of its own";
        };
  }

  private TargetPosition place() {
    return signature.preprocessing() instanceof Preprocessing.Table table
        ? ExampleShape.place(table.target())
        : TargetPosition.EVERY_STEP;
  }

  private Kind kind() {
    if (!(signature.preprocessing() instanceof Preprocessing.Table table)) {
      return Kind.LANGUAGE_MODEL;
    }
    if (stack.pooling().isPresent()) {
      return Kind.SEQUENCE_TO_VECTOR;
    }
    return table.target().kind() == TargetSettings.Kind.NEXT ? Kind.NEXT_FRAME : Kind.TAGGER;
  }

  /**
   * Returns the settings of the network. Values that DL4J does not store, such as the width of an
   * embedding that frames do not have, are taken from the exported settings.
   */
  private LayeredNetworkSettings settings(OutputSettings output) {
    int unused = exported.map(LayeredNetworkSettings::embedding).orElse(stack.top().hidden());
    boolean tokens = signature.shape().input().hasTokens();
    EncoderSettings encoder =
        exported.map(LayeredNetworkSettings::encoder).orElse(EncoderSettings.defaults());
    return new LayeredNetworkSettings(
        kind(),
        layers(),
        stack.embedding().orElse(tokens ? stack.inputs() : unused),
        exported.map(LayeredNetworkSettings::dropout).orElse(0.0),
        exported
            .map(LayeredNetworkSettings::regularization)
            .orElseGet(RegularizationSettings::none),
        exported
            .map(LayeredNetworkSettings::initialValues)
            .orElseGet(InitialValueSettings::defaults),
        new EncoderSettings(
            stack.pooling().orElse(encoder.pooling()), encoder.stride(), encoder.characters()),
        DecoderSettings.defaults(),
        output);
  }

  /** Returns the layers, which are those that were exported if only settings of training differ. */
  private List<LayerSettings> layers() {
    List<LayerSettings> layers = List.copyOf(stack.layers());
    return exported
        .map(LayeredNetworkSettings::layers)
        .filter(former -> withoutTraining(former).equals(layers))
        .orElse(layers);
  }

  private static List<LayerSettings> withoutTraining(List<LayerSettings> layers) {
    return layers.stream()
        .flatMap(layer -> layer.recurrent().stream())
        .<LayerSettings>map(
            layer -> RecurrentSettings.of(layer.cell(), layer.hidden(), layer.bidirectional(), 0))
        .toList();
  }
}
