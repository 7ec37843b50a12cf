package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.corpus.SourceLines;
import dev.unfold.worker.settings.Whitespace;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;

/**
 * The lines of a CoNLL file as columns, and which of them are comments.
 *
 * <p>Columns stand between tabs or, in a line without a tab, between white space. Only CoNLL-U, of
 * 10 columns between tabs, has comments: lines that begin with {@code #} before the first word of a
 * sentence. In a file of another kind such a line is a word if it has as many columns as the first
 * line that does not begin so; else it is taken for a comment all the same, and told.
 */
final class ConllLineParser implements Closeable {
  private static final int CONLL_U_COLUMNS = 10;
  private static final String COMMENT = "#";
  private static final int UNKNOWN = 0;

  /** A file that begins with more lines like comments than this has nothing else in practice. */
  private static final int MOST_AHEAD = 100_000;

  private final SourceLines lines;
  private final Queue<String> ahead = new ArrayDeque<>();
  private final int width;
  private final boolean conllU;
  private long number;

  ConllLineParser(SourceFile file, Configuration configuration) throws IOException {
    lines = new SourceLines(file, configuration);
    boolean opened = false;
    try {
      String first = firstOfWords();
      width = first == null ? UNKNOWN : columns(first).size();
      conllU = first != null && isConllU(first);
      opened = true;
    } finally {
      if (!opened) {
        lines.close();
      }
    }
  }

  /** Reads up to the first line that can be no comment; null if there is none. */
  private String firstOfWords() throws IOException {
    while (ahead.size() < MOST_AHEAD) {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      ahead.add(line);
      if (!Whitespace.isBlank(line) && !line.startsWith(COMMENT)) {
        return line;
      }
    }
    return null;
  }

  /** Returns the next line; null at the end of the file. */
  String next() throws IOException {
    String line = ahead.isEmpty() ? lines.next() : ahead.remove();
    number += line == null ? 0 : 1;
    return line;
  }

  /** Returns whether a line before the first word of a sentence is a comment. */
  boolean isComment(String line) {
    return line.startsWith(COMMENT) && (conllU || columns(line).size() != width);
  }

  /** Returns whether the file is CoNLL-U, which has comments. */
  boolean isConllU() {
    return conllU;
  }

  /** Returns the columns of a line. */
  static List<String> columns(String line) {
    return line.indexOf('\t') >= 0 ? List.of(line.split("\t", -1)) : Whitespace.words(line);
  }

  /** Returns whether a line is one of CoNLL-U. */
  static boolean isConllU(String line) {
    return line.split("\t", -1).length == CONLL_U_COLUMNS;
  }

  /** Names the line that was read last. */
  String place() {
    return place(number);
  }

  /** Names a line. */
  String place(long line) {
    return lines.place(line);
  }

  /** Returns the number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
