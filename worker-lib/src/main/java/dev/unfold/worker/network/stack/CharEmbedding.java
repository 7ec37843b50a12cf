package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.BidirectionalLayer;
import dev.unfold.worker.network.recurrent.Cell;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.CharEncoderSettings;

/**
 * The embedding of a word beside what a bidirectional layer makes of its letters: the state ahead
 * at the last letter, the state back at the first (Ling et al. 2015, arXiv 1508.02096; Lample et
 * al. 2016, arXiv 1603.01360). Words that are rare or unknown still have a form. Absent words, and
 * words without letters, have zeros.
 *
 * <p>Nothing between the letters is random, so words that are spelled alike are read once for all
 * of a chunk; dropout is that of the layer above, of each position by itself.
 */
public final class CharEmbedding implements InputLayer {
  private final Embedding words;
  private final LayerStack letters;
  private final int hidden;
  private final int mostLetters;

  /**
   * @param words E[word]
   * @param alphabet number of letters
   */
  public CharEmbedding(
      ParameterLayout.Builder layout,
      Embedding words,
      Cell cell,
      CharEncoderSettings settings,
      int alphabet) {
    this.words = words;
    mostLetters = settings.letters();
    hidden = settings.hidden();
    Embedding letter =
        new Embedding(layout, "letters.embedding.weight", alphabet, settings.embedding(), false);
    letters =
        new LayerStack.Builder(letter)
            .add(
                new BidirectionalLayer(layout, "letters", cell, settings.embedding(), hidden),
                2 * hidden)
            .build();
  }

  @Override
  public int width() {
    return words.width() + letters.width();
  }

  @Override
  public LayerForward open(PassMemory memory) {
    return new CharEmbeddingForward(this, memory);
  }

  Embedding words() {
    return words;
  }

  LayerStack letters() {
    return letters;
  }

  /** H of each direction in which letters are read. */
  int hidden() {
    return hidden;
  }

  /** Letters of the longest word that is read whole. */
  int mostLetters() {
    return mostLetters;
  }
}
