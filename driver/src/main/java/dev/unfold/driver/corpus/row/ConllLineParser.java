package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceLines;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;

/**
 * Splits the lines of a CoNLL file into columns and recognizes comments.
 *
 * <p>Columns are separated by tabs or, in a line without a tab, by white space. Only CoNLL-U, with
 * 10 columns separated by tabs, has comments: lines that begin with {@code #} before the first word
 * of a sentence. In other files, such a line is a word if it has as many columns as the first line
 * that does not begin with {@code #}; otherwise it is treated as a comment and reported.
 */
final class ConllLineParser implements Closeable {
  private static final int CONLL_U_COLUMNS = 10;
  private static final String COMMENT = "#";
  private static final int UNKNOWN = 0;

  /** The number of lines that are searched for the first word. */
  private static final int MAX_LOOKAHEAD = 100_000;

  private final SourceLines lines;
  private final Queue<String> lookahead = new ArrayDeque<>();
  private final int width;
  private final boolean conllU;
  private long number;

  ConllLineParser(SourceFile file, Configuration configuration) throws IOException {
    lines = new SourceLines(file, configuration);
    boolean success = false;
    try {
      String first = firstOfWords();
      width = first == null ? UNKNOWN : columns(first).size();
      conllU = first != null && isConllU(first);
      success = true;
    } finally {
      if (!success) {
        lines.close();
      }
    }
  }

  /** Reads up to the first line that cannot be a comment and returns it; null if there is none. */
  private String firstOfWords() throws IOException {
    while (lookahead.size() < MAX_LOOKAHEAD) {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      lookahead.add(line);
      if (!Whitespace.isBlank(line) && !line.startsWith(COMMENT)) {
        return line;
      }
    }
    return null;
  }

  /** Returns the next line; null at the end of the file. */
  String next() throws IOException {
    String line = lookahead.isEmpty() ? lines.next() : lookahead.remove();
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

  /** Returns whether a line has the columns of CoNLL-U. */
  static boolean isConllU(String line) {
    return line.split("\t", -1).length == CONLL_U_COLUMNS;
  }

  /** Returns the location of the line that was read last, for messages. */
  String place() {
    return place(number);
  }

  /** Returns the location of a line, for messages. */
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
