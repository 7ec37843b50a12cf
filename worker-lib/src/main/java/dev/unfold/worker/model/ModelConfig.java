package dev.unfold.worker.model;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.NetworkSettings;

/**
 * What a model is, apart from its weights and its vocabulary; {@code config.json} of its folder.
 *
 * @param formatVersion of the model's folder
 * @param network which network the weights are for
 * @param vocabularySize V
 * @param documentBoundary whether the vocabulary has a document boundary
 * @param preprocessing how text became tokens
 */
public record ModelConfig(
    FormatVersion formatVersion,
    NetworkSettings network,
    int vocabularySize,
    boolean documentBoundary,
    Preprocessing preprocessing) {

  /** The format that this code writes. */
  public static final FormatVersion CURRENT = new FormatVersion(1, 2);

  /**
   * How text became tokens.
   *
   * @param unit what a token is
   * @param document what separated documents in training
   */
  public record Preprocessing(CorpusSettings.Unit unit, CorpusSettings.Document document) {}

  public ModelConfig {
    if (vocabularySize < 1) {
      throw new IllegalArgumentException(
          "vocabularySize: expected at least 1, found " + vocabularySize);
    }
    network.output().requireVocabulary(vocabularySize);
  }

  /** What the network reads and predicts. */
  public DataShape shape() {
    return DataShape.ofStream(vocabularySize);
  }
}
