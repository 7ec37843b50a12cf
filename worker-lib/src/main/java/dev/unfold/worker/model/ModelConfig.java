package dev.unfold.worker.model;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.NetworkSettings;

/**
 * The configuration of a model without its weights and vocabularies; {@code config.json} in its
 * folder.
 *
 * @param formatVersion the version of the model folder
 * @param network the network of the weights
 * @param shape the shape of the network's inputs and targets
 * @param preprocessing the preprocessing of the corpus
 */
public record ModelConfig(
    FormatVersion formatVersion,
    NetworkSettings network,
    DataShape shape,
    Preprocessing preprocessing) {

  /** The format version that this code writes. */
  public static final FormatVersion CURRENT = new FormatVersion(1, 0);

  public ModelConfig {
    network.requireClasses(shape.targets());
  }
}
