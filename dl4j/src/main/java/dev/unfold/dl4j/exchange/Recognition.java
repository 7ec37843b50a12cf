package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.file.Dl4jConfiguration;

/** Whether a network of DL4J is one of the built-in kinds. */
sealed interface Recognition {
  /** It is one of them. */
  record BuiltIn(RecognisedStack stack) implements Recognition {}

  /**
   * It is not.
   *
   * @param layer the first, from the input on, that none of them has
   * @param why it is unknown: what it is
   */
  record Foreign(String layer, String why) implements Recognition {}

  /** Looks at all layers of a network. */
  static Recognition of(Dl4jConfiguration configuration) {
    try {
      return new BuiltIn(StackReader.read(LayerChain.of(configuration)));
    } catch (UnknownLayerException e) {
      return new Foreign(e.layer(), e.why());
    }
  }
}
