package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.RecurrentLayers;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.RecurrentWeightSettings;

/**
 * The embedding of a word, concatenated with the final states of a bidirectional layer over its
 * characters: the forward state at the last character and the backward state at the first (Ling et
 * al. 2015, arXiv 1508.02096; Lample et al. 2016, arXiv 1603.01360). Rare or unknown words are thus
 * still represented. The character states of absent words and of words without characters are
 * zeros.
 *
 * <p>The character layer has no dropout, so each distinct word is read once in a chunk; the dropout
 * of the layer above is drawn for each position separately.
 *
 * @param words the embedding of words
 * @param characters the bidirectional layer that reads the characters, and their embedding
 * @param maxCharacters the maximum number of characters of a word; longer words are truncated
 */
public record CharEmbedding(Embedding words, LayerStack characters, int maxCharacters)
    implements InputLayer {
  /**
   * Adds the tensors of the characters to a layout.
   *
   * @param words the embedding of words
   * @param layer the bidirectional layer that reads the characters
   * @param alphabetSize the number of distinct characters
   * @param initialValues the distributions of the initial values
   */
  public static CharEmbedding of(
      ParameterLayout.Builder layout,
      Embedding words,
      CharEncoderSettings settings,
      RecurrentSettings layer,
      int alphabetSize,
      InitialValueSettings initialValues) {
    RecurrentWeightSettings weights =
        new RecurrentWeightSettings(0, initialValues.recurrent(), false);
    Embedding input =
        new Embedding(
            layout,
            "characters.embedding.weight",
            alphabetSize,
            settings.embedding(),
            false,
            new Initializer.Normal(initialValues.embedding()));
    LayerStack characters =
        new LayerStack.Builder(input)
            .add(RecurrentLayers.create(layer, layout, "characters", settings.embedding(), weights))
            .build();
    return new CharEmbedding(words, characters, settings.maxLength());
  }

  @Override
  public int width() {
    return words.width() + characters.width();
  }

  @Override
  public LayerForward open(PassMemory memory) {
    return new CharEmbeddingForward(words, characters, maxCharacters, memory);
  }
}
