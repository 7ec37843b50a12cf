package dev.unfold.dl4j.exchange;

/** Thrown for a DL4J layer that no built-in network has. */
final class UnsupportedLayerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String layer;
  private final String why;

  /**
   * @param layer the name of the layer
   * @param why the reason why it is unsupported
   */
  UnsupportedLayerException(String layer, String why) {
    super(layer + ": " + why);
    this.layer = layer;
    this.why = why;
  }

  String layer() {
    return layer;
  }

  String why() {
    return why;
  }
}
