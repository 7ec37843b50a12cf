package dev.unfold.worker.generation;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.CorpusSettings.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Between the tokens of a language model and text that people type and read.
 *
 * @param unit what a token is
 */
public record TextForm(Vocabulary vocabulary, Unit unit) {
  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\u00a0\u2007\u202f]+");

  /**
   * The ids of a prefix, after the token that starts a text: a document boundary or the end of the
   * line before, where the vocabulary has one.
   */
  public int[] prefix(String text) {
    List<Integer> ids = new ArrayList<>();
    String lineEnd = unit == Unit.CHAR ? "\n" : Vocabulary.LINE_END;
    if (vocabulary.boundary().isPresent()) {
      ids.add(vocabulary.boundary().getAsInt());
    } else if (vocabulary.id(lineEnd) != Vocabulary.UNKNOWN_ID) {
      ids.add(vocabulary.id(lineEnd));
    }
    switch (unit) {
      case CHAR -> text.codePoints().forEach(c -> ids.add(vocabulary.id(c)));
      case WORD -> addWords(text, ids);
    }
    if (ids.isEmpty()) {
      ids.add(Vocabulary.UNKNOWN_ID);
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Words, with a line end between lines. */
  private void addWords(String text, List<Integer> ids) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      WHITE_SPACE
          .splitAsStream(lines[i])
          .filter(word -> !word.isEmpty())
          .forEach(word -> ids.add(vocabulary.id(word)));
      if (i < lines.length - 1) {
        ids.add(vocabulary.id(Vocabulary.LINE_END));
      }
    }
  }

  /** What stands between a prefix and the first token that is generated. */
  public String joint(String prefix) {
    boolean open = unit == Unit.WORD && !prefix.isEmpty() && !prefix.endsWith("\n");
    return open && !prefix.endsWith(" ") ? " " : "";
  }

  /** Whether a token may be generated: all but the unknown one. */
  public boolean isText(int id) {
    return id != Vocabulary.UNKNOWN_ID;
  }

  /** What a token adds to a text: a character, a word and a space, or a line end. */
  public String text(int id) {
    boolean boundary = vocabulary.boundary().isPresent() && vocabulary.boundary().getAsInt() == id;
    String token = vocabulary.token(id);
    if (boundary || (unit == Unit.WORD && token.equals(Vocabulary.LINE_END))) {
      return "\n";
    }
    return unit == Unit.CHAR ? token : token + " ";
  }
}
