package dev.unfold.worker.sequence.subword;

import java.io.IOException;

/**
 * Cuts text into the words that are then cut into subwords, by the rule of GPT-2 (Radford et al.
 * 2019, Language models are unsupervised multitask learners), line by line. A word is, in this
 * order of preference:
 *
 * <ol>
 *   <li>an English ending behind an apostrophe: {@code 's 't 're 've 'm 'll 'd};
 *   <li>letters, numbers, or other characters, each with a space before them if there is one;
 *   <li>white space up to the end of the line, or up to its last character before a word.
 * </ol>
 *
 * <p>A line ends behind its newline, which no word crosses, so that the words of a text are the
 * same wherever reading it begins. Nothing is left out: all words together are the text. Half a
 * surrogate pair is no character and becomes U+FFFD.
 */
public final class WordSplitter {
  private static final int REPLACEMENT = 0xFFFD;
  private static final byte NOTHING = -1;

  /** The class of a run that is a single space, which belongs to the word that follows. */
  private static final byte LEADING_SPACE = -2;

  /** Receives the words. */
  @FunctionalInterface
  public interface Words {
    /** Receives the next word, which is not empty. */
    void word(String word) throws IOException;
  }

  private final Words words;
  private final StringBuilder run = new StringBuilder();
  private int bytes;
  private byte kind = NOTHING;

  /** Whether the run is an apostrophe, perhaps with a letter, that may become an ending. */
  private boolean ending;

  /** Creates a splitter that passes words on as soon as they end. */
  public WordSplitter(Words words) {
    this.words = words;
  }

  /** Returns the number of UTF-8 bytes of the current word. */
  public int wordBytes() {
    return bytes;
  }

  /** Accepts the next code point. */
  public void accept(int codePoint) throws IOException {
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    int accepted = surrogate ? REPLACEMENT : codePoint;
    if (ending && endsWith(accepted)) {
      return;
    }
    byte next = CharacterClasses.of(accepted);
    if (kind == CharacterClasses.SPACE && next != CharacterClasses.SPACE) {
      releaseSpaces();
    } else if (kind != next && kind != LEADING_SPACE) {
      end();
    }
    ending = accepted == '\'' && run.length() == 0;
    append(accepted);
    kind = next;
    if (accepted == '\n') {
      end();
    }
  }

  /** Ends the current word, at the end of a text. */
  public void end() throws IOException {
    if (ending && run.length() == 2) {
      releaseApostrophe();
    }
    if (run.length() > 0) {
      words.word(run.toString());
      run.setLength(0);
      bytes = 0;
    }
    kind = NOTHING;
    ending = false;
  }

  /** Returns whether the code point continues an apostrophe as an English ending. */
  private boolean endsWith(int codePoint) throws IOException {
    if (run.length() == 1) {
      if (codePoint == 'r' || codePoint == 'v' || codePoint == 'l') {
        append(codePoint);
        kind = CharacterClasses.LETTER;
        return true;
      }
      ending = false;
      if (codePoint != 's' && codePoint != 't' && codePoint != 'm' && codePoint != 'd') {
        return false;
      }
    } else if (codePoint != (run.charAt(1) == 'l' ? 'l' : 'e')) {
      releaseApostrophe();
      ending = false;
      return false;
    }
    ending = false;
    append(codePoint);
    end();
    return true;
  }

  private void append(int codePoint) {
    run.appendCodePoint(codePoint);
    bytes += Utf8.length(codePoint);
  }

  /** Passes the apostrophe before the run on as a word. */
  private void releaseApostrophe() throws IOException {
    words.word("'");
    run.deleteCharAt(0);
    bytes--;
  }

  /** Ends white space before a word: its last character is a word, or belongs to the next one. */
  private void releaseSpaces() throws IOException {
    int last = run.length() - 1;
    char character = run.charAt(last);
    if (last > 0) {
      words.word(run.substring(0, last));
    }
    run.setLength(0);
    bytes = 0;
    if (character == ' ') {
      append(' ');
      kind = LEADING_SPACE;
    } else {
      words.word(String.valueOf(character));
      kind = NOTHING;
    }
  }
}
