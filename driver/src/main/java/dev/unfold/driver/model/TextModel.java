package dev.unfold.driver.model;

import dev.unfold.driver.corpus.UnknownTokenCount;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.TextCodec;
import dev.unfold.worker.generation.TextGenerator;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.Gemm;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A model over a stream of tokens.
 *
 * @param model the whole
 * @param vocabulary of the stream
 * @param preprocessing how text became the stream
 */
public record TextModel(Model model, Vocabulary vocabulary, Preprocessing.Stream preprocessing) {
  /**
   * Lets it write; the same random numbers give the same text.
   *
   * @param prefix that it reads first
   * @param length tokens to write
   * @param output receives the prefix and what follows, piece by piece
   * @throws dev.unfold.worker.sequence.WordTooLongException if a word of the prefix is too long to
   *     be a token
   */
  public void write(
      Kernels kernels, String prefix, int length, ClassSampler sampler, Consumer<String> output)
      throws IOException {
    TextCodec form = new TextCodec(vocabulary, preprocessing.unit(), preprocessing.document());
    int[] read = form.prefix(prefix);
    try (Gemm gemm = kernels.open();
        TextGenerator generator =
            new TextGenerator(
                model.network(),
                gemm,
                model.parameters(),
                vocabulary.size(),
                vocabulary.boundary())) {
      output.accept(prefix + form.joint(prefix));
      generator.generate(read, length, sampler, form::isText, id -> output.accept(form.text(id)));
    }
  }

  /** Returns the count of unknown tokens in a prefix. */
  public UnknownTokenCount unknownIn(String prefix) throws IOException {
    TextCodec form = new TextCodec(vocabulary, preprocessing.unit(), preprocessing.document());
    int start = form.prefix("")[0] == Vocabulary.UNKNOWN_ID ? 0 : 1;
    int[] ids = form.prefix(prefix);
    long unknown = Arrays.stream(ids).skip(start).filter(id -> id == Vocabulary.UNKNOWN_ID).count();
    return prefix.isEmpty()
        ? UnknownTokenCount.NONE
        : new UnknownTokenCount(unknown, ids.length - start);
  }

  /**
   * Returns a model as one over a stream.
   *
   * @param where its folder, for messages
   * @throws ModelFormatException if it is one over tables of examples
   */
  public static TextModel of(String where, Model model) throws ModelFormatException {
    if (model.symbols() instanceof Vocabularies.OfStream symbols
        && model.config().preprocessing() instanceof Preprocessing.Stream stream) {
      return new TextModel(model, symbols.vocabulary(), stream);
    }
    throw new ModelFormatException(
        ErrorKind.CONFIGURATION,
        where,
        "a model over a stream of tokens",
        "one over a table of examples");
  }
}
