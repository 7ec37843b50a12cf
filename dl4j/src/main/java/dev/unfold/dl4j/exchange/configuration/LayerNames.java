package dev.unfold.dl4j.exchange.configuration;

/** The names of the layers of exported networks that have parameters. */
public final class LayerNames {
  /** The embedding. */
  public static final String EMBEDDING = "embedding";

  /** The output layer. */
  public static final String HEAD = "head";

  private LayerNames() {}

  /** Returns the name of a layer, which is also the prefix of the names of its tensors. */
  public static String of(int layer) {
    return "layers." + layer;
  }

  /** Returns the prefix of the names of all layers and vertices of a convolution in a stack. */
  static String prefix(String stack, int convolution) {
    return stack + "." + convolution;
  }

  /** Returns the name of the convolution that is followed by tanh. */
  public static String filter(String stack, int convolution) {
    return prefix(stack, convolution) + ".filter";
  }

  /** Returns the name of the convolution to the gates. */
  public static String gate(String stack, int convolution) {
    return prefix(stack, convolution) + ".gate";
  }

  /** Returns the name of the convolution from the gated units to the residual output. */
  public static String residual(String stack, int convolution) {
    return prefix(stack, convolution) + ".residual";
  }

  /** Returns the name of the convolution from the gated units to the skip connection. */
  public static String skip(String stack, int convolution) {
    return prefix(stack, convolution) + ".skip";
  }
}
