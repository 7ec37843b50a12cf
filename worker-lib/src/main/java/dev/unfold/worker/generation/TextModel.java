package dev.unfold.worker.generation;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.sequence.UnknownTokenCount;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A language model of text.
 *
 * @param model the complete model
 * @param vocabulary the vocabulary of the tokens
 * @param preprocessing the conversion of text into tokens
 */
public record TextModel(Model model, Vocabulary vocabulary, Preprocessing.Stream preprocessing) {
  /**
   * Generates text; the same random numbers give the same text.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param prefix the text that the model reads first
   * @param length the number of tokens to generate
   * @param output the consumer of the prefix and the generated text, piece by piece
   * @throws dev.unfold.worker.sequence.WordTooLongException if a word of the prefix is too long to
   *     be a token
   */
  public void write(
      Gemm gemm, String prefix, int length, ClassSampler sampler, Consumer<String> output)
      throws IOException {
    TextCodec codec = new TextCodec(vocabulary, preprocessing.unit(), preprocessing.document());
    int[] read = codec.prefix(prefix);
    output.accept(prefix + codec.separatorAfter(prefix));
    TextCodec.TokenText text = codec.joiner();
    new TokenGeneration(model, vocabulary)
        .run(gemm, read, length, sampler, codec::isText, id -> output.accept(text.next(id)));
    output.accept(text.end());
  }

  /** Returns the count of unknown tokens in a prefix. */
  public UnknownTokenCount unknownIn(String prefix) throws IOException {
    TextCodec codec = new TextCodec(vocabulary, preprocessing.unit(), preprocessing.document());
    int start = codec.prefix("")[0] == Vocabulary.UNKNOWN_ID ? 0 : 1;
    int[] ids = codec.prefix(prefix);
    long unknown = Arrays.stream(ids).skip(start).filter(id -> id == Vocabulary.UNKNOWN_ID).count();
    return prefix.isEmpty()
        ? UnknownTokenCount.NONE
        : new UnknownTokenCount(unknown, ids.length - start);
  }

  /**
   * Returns a model as a language model.
   *
   * @param where the path of its folder, for messages
   * @throws ModelFormatException if it is a model over tables of examples, or of audio
   */
  public static TextModel of(String where, Model model) throws ModelFormatException {
    if (model.symbols() instanceof Vocabularies.TextVocabulary symbols
        && model.config().preprocessing() instanceof Preprocessing.Stream stream) {
      return new TextModel(model, symbols.vocabulary(), stream);
    }
    throw new ModelFormatException(
        ErrorKind.USAGE,
        where,
        "a language model of text",
        model.config().preprocessing() instanceof Preprocessing.Audio
            ? "one of audio, which needs a file: --output FILE.wav"
            : "a model over a table of examples");
  }
}
