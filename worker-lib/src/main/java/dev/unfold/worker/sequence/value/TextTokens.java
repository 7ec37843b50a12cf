package dev.unfold.worker.sequence.value;

import dev.unfold.worker.sequence.TokenSink;
import dev.unfold.worker.sequence.Tokenizer;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The tokens of a text in a column. */
public final class TextTokens {
  private TextTokens() {}

  /**
   * Returns the tokens of a text.
   *
   * @throws IOException if a word of it is too long
   */
  public static List<String> of(String text, Unit unit, Document document) throws IOException {
    Words words = new Words();
    Tokenizer tokenizer = new Tokenizer(unit, document, words);
    for (int codePoint : text.codePoints().toArray()) {
      tokenizer.accept(codePoint);
    }
    tokenizer.endLastLine();
    return words.all;
  }

  private static final class Words implements TokenSink {
    private final List<String> all = new ArrayList<>();

    @Override
    public void codePoint(int codePoint) {
      all.add(Character.toString(codePoint));
    }

    @Override
    public void word(String word) {
      all.add(word);
    }

    @Override
    public void documentEnd() {}

    @Override
    public void emptyDocument() {}

    @Override
    public void emptyFile() {}
  }
}
