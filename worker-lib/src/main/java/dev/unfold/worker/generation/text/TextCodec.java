package dev.unfold.worker.generation.text;

import dev.unfold.worker.sequence.TokenSink;
import dev.unfold.worker.sequence.Tokenizer;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.subword.Detokenizer;
import dev.unfold.worker.sequence.subword.SubwordEncoder;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Converts between the tokens of a language model and plain text.
 *
 * @param unit the unit of a token
 * @param document the separator of documents in training
 */
public record TextCodec(Vocabulary vocabulary, Unit unit, Document document) {

  /**
   * Returns the token that starts a text: a document boundary or the end of the previous line;
   * empty if the vocabulary has neither.
   */
  public OptionalInt start() {
    if (vocabulary.boundary().isPresent()) {
      return vocabulary.boundary();
    }
    Optional<SubwordEncoder> subwords = vocabulary.subwordEncoder();
    if (subwords.isPresent()) {
      return OptionalInt.of(subwords.get().ids("\n")[0]); // a byte, which is one subword
    }
    int id = vocabulary.id(unit == Unit.CHAR ? "\n" : Vocabulary.LINE_END);
    return id == Vocabulary.UNKNOWN_ID ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /**
   * Returns the ids of a prefix, tokenized like the training text, after the {@link #start}; the
   * unknown token if there is neither.
   *
   * @throws dev.unfold.worker.sequence.WordTooLongException if a word is too long to be a token
   */
  public int[] prefix(String text) throws IOException {
    List<Integer> ids = new ArrayList<>();
    start().ifPresent(ids::add);
    Ids sink = new Ids(vocabulary, vocabulary.subwordEncoder(), ids);
    Tokenizer tokenizer = new Tokenizer(unit, document, sink);
    for (int codePoint : text.codePoints().toArray()) {
      tokenizer.accept(codePoint);
    }
    tokenizer.endWord();
    if (ids.isEmpty()) {
      ids.add(Vocabulary.UNKNOWN_ID);
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the separator between a prefix and the first generated token. */
  public String separatorAfter(String prefix) {
    boolean open = unit == Unit.WORD && !prefix.isEmpty();
    return open && !Whitespace.is(prefix.codePointBefore(prefix.length())) ? " " : "";
  }

  /** Returns a new joiner of tokens to text. */
  public TokenText joiner() {
    return vocabulary
        .subwords()
        .<TokenText>map(model -> new SubwordText(vocabulary, new Detokenizer(model)))
        .orElse(this::text);
  }

  /** Returns the text of a token: a character, a word and a space, or a line end. */
  private String text(int id) {
    boolean boundary = vocabulary.boundary().isPresent() && vocabulary.boundary().getAsInt() == id;
    String token = vocabulary.token(id);
    if (boundary || (unit == Unit.WORD && token.equals(Vocabulary.LINE_END))) {
      return "\n";
    }
    return unit == Unit.CHAR ? token : token + " ";
  }

  /** Joins tokens to text, one after the other. */
  @FunctionalInterface
  public interface TokenText {
    /** Returns the text that a further token completes. */
    String next(int id);

    /** Returns the rest of the text, once there is no further token. */
    default String end() {
      return "";
    }
  }

  /** Joins subwords, which may be parts of characters; a boundary is a newline. */
  private record SubwordText(Vocabulary vocabulary, Detokenizer detokenizer) implements TokenText {
    @Override
    public String next(int id) {
      int piece = id - vocabulary.firstTextId();
      return piece < 0 ? detokenizer.end() + "\n" : detokenizer.next(piece);
    }

    @Override
    public String end() {
      return detokenizer.end();
    }
  }

  /** Collects the ids of tokens; documents without a token are skipped, as in training. */
  private record Ids(Vocabulary vocabulary, Optional<SubwordEncoder> subwords, List<Integer> ids)
      implements TokenSink {
    @Override
    public void codePoint(int codePoint) {
      ids.add(vocabulary.id(codePoint));
    }

    @Override
    public void word(String word) {
      if (subwords.isPresent()) {
        Arrays.stream(subwords.get().ids(word)).forEach(ids::add);
      } else {
        ids.add(vocabulary.id(word));
      }
    }

    @Override
    public void documentEnd() {
      ids.add(vocabulary.boundary().orElseThrow());
    }

    @Override
    public void emptyDocument() {}

    @Override
    public void emptyFile() {}
  }
}
