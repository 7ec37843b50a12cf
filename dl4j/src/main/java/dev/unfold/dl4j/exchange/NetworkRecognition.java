package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.file.Dl4jConfiguration;

/** The result of matching a DL4J network with the built-in kinds. */
sealed interface NetworkRecognition {
  /** The network is of a built-in kind. */
  record BuiltIn(RecognizedStack stack) implements NetworkRecognition {}

  /**
   * The network is not of a built-in kind.
   *
   * @param layer the first layer, from the input on, that does not match
   * @param why the reason why it does not match
   */
  record Foreign(String layer, String why) implements NetworkRecognition {}

  /** Matches all layers of a network. */
  static NetworkRecognition of(Dl4jConfiguration configuration) {
    try {
      return new BuiltIn(LayerChainReader.read(chain(configuration)));
    } catch (UnsupportedLayerException e) {
      return new Foreign(e.layer(), e.why());
    }
  }

  private static LayerChain chain(Dl4jConfiguration configuration)
      throws UnsupportedLayerException {
    return configuration instanceof Dl4jConfiguration.Stack stack
        ? LayerChain.of(stack.layers())
        : new GraphTraversal(((Dl4jConfiguration.Graph) configuration).graph()).chain();
  }
}
