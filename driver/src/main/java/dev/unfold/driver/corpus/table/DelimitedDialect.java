package dev.unfold.driver.corpus.table;

import dev.unfold.worker.settings.CorpusSettings.Format;
import java.io.Serializable;

/**
 * The dialect of a format whose lines have values between separators.
 *
 * @param separator between two values
 * @param quotes whether a value that begins with a quotation mark goes on to the next one; two of
 *     them are one that belongs to the value
 * @param escapes the meaning of a backslash
 */
record DelimitedDialect(char separator, boolean quotes, Escapes escapes) implements Serializable {
  /** The meaning of a backslash. */
  enum Escapes {
    /** A backslash stands for itself. */
    NONE,
    /**
     * Within quotes: a quotation mark or backslash behind it stands for itself, as Spark writes.
     */
    IN_QUOTES,
    /** The next character stands for itself or a control character; {@code \N} is no value. */
    EVERYWHERE
  }

  /** Returns how files of a format are read. */
  static DelimitedDialect of(Format format) {
    return switch (format) {
      case CSV -> new DelimitedDialect(',', true, Escapes.NONE);
      case CSV_SPARK -> new DelimitedDialect(',', true, Escapes.IN_QUOTES);
      case CSV_ESCAPED -> new DelimitedDialect(',', true, Escapes.EVERYWHERE);
      case CSV_SEMICOLON -> new DelimitedDialect(';', true, Escapes.NONE);
      case TSV -> new DelimitedDialect('\t', false, Escapes.NONE);
      case TSV_QUOTED -> new DelimitedDialect('\t', true, Escapes.NONE);
      case TSV_ESCAPED -> new DelimitedDialect('\t', false, Escapes.EVERYWHERE);
      case TEXT, JSON, PARQUET, CONLL ->
          throw new IllegalArgumentException(format + " has no separators");
    };
  }

  /** Returns whether all characters but separators and line ends stand for themselves. */
  boolean isPlain() {
    return !quotes && escapes == Escapes.NONE;
  }

  /**
   * Returns whether a line break may belong to a value where a count of quotation marks cannot
   * tell.
   */
  boolean isWhole() {
    return escapes != Escapes.NONE;
  }
}
