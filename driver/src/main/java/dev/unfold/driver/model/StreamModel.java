package dev.unfold.driver.model;

import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.Vocabulary;

/**
 * A model over a stream of tokens.
 *
 * @param model the whole
 * @param vocabulary of the stream
 * @param preprocessing how text became the stream
 */
public record StreamModel(Model model, Vocabulary vocabulary, Preprocessing.Stream preprocessing) {
  /**
   * A model as one over a stream.
   *
   * @param where its folder, for messages
   * @throws ModelFormatException if it is one over tables of examples
   */
  public static StreamModel of(String where, Model model) throws ModelFormatException {
    if (model.symbols() instanceof Symbols.OfStream symbols
        && model.config().preprocessing() instanceof Preprocessing.Stream stream) {
      return new StreamModel(model, symbols.vocabulary(), stream);
    }
    throw new ModelFormatException(
        where, "a model over a stream of tokens", "one over a table of examples");
  }
}
