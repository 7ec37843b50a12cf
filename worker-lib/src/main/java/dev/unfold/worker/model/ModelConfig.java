package dev.unfold.worker.model;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.NetworkSettings;

/**
 * The configuration of a model without its weights and vocabularies; {@code config.json} in its
 * folder.
 *
 * @param formatVersion of the model's folder
 * @param network which network the weights are for
 * @param shape what the network reads and predicts
 * @param preprocessing how a corpus became what it reads
 */
public record ModelConfig(
    FormatVersion formatVersion,
    NetworkSettings network,
    DataShape shape,
    Preprocessing preprocessing) {

  /** The format that this code writes. */
  public static final FormatVersion CURRENT = new FormatVersion(2, 0);

  public ModelConfig {
    network.output().requireVocabulary(shape.targets());
  }
}
