package dev.unfold.worker.generation.text;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.UnknownTokenCount;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.RowBlockGemm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A language model of text.
 *
 * @param model the complete model
 * @param vocabulary the vocabulary of the tokens
 * @param preprocessing the conversion of text into tokens
 */
public record TextModel(Model model, Vocabulary vocabulary, Preprocessing.Text preprocessing) {
  /**
   * The number of texts that are generated together: a multiple of the rows of a block of {@link
   * RowBlockGemm}, so that all are rounded alike.
   */
  private static final int GROUP = 24;

  /**
   * Generates a text and passes it on while it is generated.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param output the consumer of the prefix and the generated text, piece by piece
   * @throws dev.unfold.worker.sequence.WordTooLongException if a word of the prefix is too long to
   *     be a token
   */
  public void write(Gemm gemm, TextRequest request, Consumer<String> output) throws IOException {
    TextCodec.TokenText text = codec().joiner();
    TokenRules rules = request.rules().in(vocabulary);
    output.accept(start(request));
    int[] prefix = codec().prefix(request.prefix());
    try (TextGenerator generator = generator(gemm, 1)) {
      generator.generate(
          prefix,
          request.length(),
          List.of(request.sampler()),
          rules,
          (only, token, logits) -> {
            if (!rules.isStop(token)) {
              output.accept(text.next(token));
            }
          });
    }
    output.accept(text.end());
  }

  /**
   * Generates several texts in groups, the first of which is the one that {@link #write} generates,
   * except for rounding: products of several rows may add in another order. A text does not depend
   * on the number of texts, if that is more than one.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param count the number of texts, at least 1
   * @param output receives the texts of each group in their order, once it is finished
   * @throws dev.unfold.worker.sequence.WordTooLongException if a word of the prefix is too long to
   *     be a token
   */
  public void generate(
      Gemm gemm, TextRequest request, int count, Consumer<List<GeneratedText>> output)
      throws IOException {
    TokenRules rules = request.rules().in(vocabulary);
    int[] prefix = codec().prefix(request.prefix());
    try (TextGenerator generator = generator(new RowBlockGemm(gemm), GROUP)) {
      for (int first = 0; first < count; first += GROUP) {
        List<ClassSampler> samplers = new ArrayList<>();
        List<TextBuilder> builders = new ArrayList<>();
        for (int text = first; text < Math.min(first + GROUP, count); text++) {
          samplers.add(text == 0 ? request.sampler() : request.sampler().withStream(text));
          builders.add(new TextBuilder(start(request), codec().joiner(), rules));
        }
        generator.generate(
            prefix,
            request.length(),
            samplers,
            rules,
            (text, token, logits) -> builders.get(text).add(token, logits));
        output.accept(builders.stream().map(TextBuilder::build).toList());
      }
    }
  }

  private TextGenerator generator(Gemm gemm, int texts) {
    return new TextGenerator(model.network(), gemm, model.parameters(), vocabulary, texts);
  }

  private String start(TextRequest request) {
    return request.prefix() + codec().separatorAfter(request.prefix());
  }

  /** Returns the conversion between text and its tokens. */
  public TextCodec codec() {
    return new TextCodec(vocabulary, preprocessing.unit(), preprocessing.document());
  }

  /** Returns the count of unknown tokens in a prefix. */
  public UnknownTokenCount unknownIn(String prefix) throws IOException {
    int start = startLength();
    int[] ids = codec().prefix(prefix);
    long unknown = Arrays.stream(ids).skip(start).filter(id -> id == Vocabulary.UNKNOWN_ID).count();
    return prefix.isEmpty()
        ? UnknownTokenCount.NONE
        : new UnknownTokenCount(unknown, ids.length - start);
  }

  /** Returns the tokens of a text, as the vocabulary writes them. */
  public List<String> tokens(String text) throws IOException {
    int[] ids = codec().prefix(text);
    return Arrays.stream(ids).skip(startLength()).mapToObj(vocabulary::token).toList();
  }

  /** Returns the number of tokens before a prefix, 0 or 1. */
  private int startLength() {
    return codec().start().isPresent() ? 1 : 0;
  }

  /**
   * Returns a model as a language model.
   *
   * @param where the path of its folder, for messages
   * @throws ModelFormatException if it is a model over tables of examples, or of audio
   */
  public static TextModel of(String where, Model model) throws ModelFormatException {
    if (model.symbols() instanceof Vocabularies.TextVocabulary symbols
        && model.config().preprocessing() instanceof Preprocessing.Text text) {
      return new TextModel(model, symbols.vocabulary(), text);
    }
    throw new ModelFormatException(
        ErrorKind.USAGE,
        where,
        "a language model of text",
        model.config().preprocessing() instanceof Preprocessing.Audio
            ? "one of audio, which needs a file: --output FILE.wav"
            : "a model over a table of examples");
  }

  /** Collects the tokens of a text. */
  private static final class TextBuilder {
    private final StringBuilder text;
    private final TextCodec.TokenText joiner;
    private final TokenRules rules;
    private int tokens;
    private double logProbability;
    private boolean ended;

    TextBuilder(String start, TextCodec.TokenText joiner, TokenRules rules) {
      text = new StringBuilder(start);
      this.joiner = joiner;
      this.rules = rules;
    }

    void add(int token, float[] logits) {
      tokens++;
      logProbability += logits[token] - Categorical.logNormalizer(logits);
      ended = rules.isStop(token);
      if (!ended) {
        text.append(joiner.next(token));
      }
    }

    GeneratedText build() {
      return new GeneratedText(text + joiner.end(), tokens, logProbability, ended);
    }
  }
}
