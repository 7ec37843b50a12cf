package dev.unfold.worker.generation;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.CorpusSettings.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * Between the tokens of a language model and text that people type and read.
 *
 * @param unit what a token is
 */
public record TextForm(Vocabulary vocabulary, Unit unit) {
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
      case WORD ->
          text.strip()
              .lines()
              .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
              .filter(word -> !word.isEmpty())
              .forEach(word -> ids.add(vocabulary.id(word)));
    }
    if (ids.isEmpty()) {
      ids.add(Vocabulary.UNKNOWN_ID);
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
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
