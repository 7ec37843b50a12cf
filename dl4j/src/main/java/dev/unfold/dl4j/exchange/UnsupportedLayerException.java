package dev.unfold.dl4j.exchange;

/** A layer of DL4J that none of the built-in networks has. */
final class UnsupportedLayerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String layer;
  private final String why;

  /**
   * @param layer its name
   * @param why it is unknown: what it is
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
