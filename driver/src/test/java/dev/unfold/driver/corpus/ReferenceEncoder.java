package dev.unfold.driver.corpus;

import dev.unfold.worker.sequence.TokenSink;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tokenizes text in a simple way, in memory; {@link #END} ends a document, {@link #EMPTY} is a
 * skipped one.
 */
public final class ReferenceEncoder {
  public static final String END = "end of document";
  public static final String EMPTY = "empty document";

  /** The regular expression of GPT-2's encoder.py, which cuts a line into words. */
  private static final Pattern GPT2 =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private ReferenceEncoder() {}

  public static List<String> tokens(List<String> files, Unit unit, Document document) {
    List<String> tokens = new ArrayList<>();
    for (String file : files) {
      String text = file.startsWith("\uFEFF") ? file.substring(1) : file;
      if (unit != Unit.WORD && document != Document.LINE) {
        tokens.addAll(unit == Unit.CHAR ? characters(text) : parts(text));
      } else {
        for (String line : lines(text, document)) {
          List<String> lineTokens =
              switch (unit) {
                case CHAR -> characters(line);
                case WORD -> words(line);
                case SUBWORD -> parts(line);
              };
          tokens.addAll(lineTokens);
          if (document == Document.LINE) {
            tokens.add(lineTokens.isEmpty() ? EMPTY : END);
          } else {
            tokens.add("<eos>");
          }
        }
      }
      if (document == Document.FILE) {
        tokens.add(text.isEmpty() ? EMPTY : END);
      }
    }
    return tokens;
  }

  private static List<String> lines(String text, Document document) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    String last = lines.remove(lines.size() - 1);
    if (document == Document.LINE) {
      lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
    if (!last.isEmpty()) {
      lines.add(last);
    }
    return lines;
  }

  private static List<String> words(String line) {
    return Arrays.stream(line.split("[ \t\r\u00A0\u3000]+", -1)).filter(w -> !w.isEmpty()).toList();
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split("(?<=\n)", -1))
        .flatMap(line -> GPT2.matcher(line).results().map(MatchResult::group))
        .toList();
  }

  private static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  /** Collects tokens in the same representation. */
  public record Collector(List<String> tokens) implements TokenSink {
    @Override
    public void codePoint(int codePoint) {
      tokens.add(Character.toString(codePoint));
    }

    @Override
    public void word(String word) {
      tokens.add(word);
    }

    @Override
    public void documentEnd() {
      tokens.add(END);
    }

    @Override
    public void emptyFile() {}

    @Override
    public void emptyDocument() {
      tokens.add(EMPTY);
    }
  }
}
