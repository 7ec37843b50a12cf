package dev.unfold.dl4j;

/** A layer of DL4J whose results depend on steps before a chunk in a way that cannot be carried. */
public final class UncarriedLayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UncarriedLayerException(CarriedLayers.Uncarried found) {
    super(
        "layer "
            + found.layer()
            + " is a "
            + found.kind()
            + ": expected layers whose state goes on from chunk to chunk ("
            + CarriedLayers.named()
            + ")");
  }

  static void refuse(CarriedLayers.Uncarried found) {
    throw new UncarriedLayerException(found);
  }
}
