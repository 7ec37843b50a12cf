package dev.unfold.driver.corpus.table.format;

import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.Serializable;

/**
 * The dialect of a format whose lines have values between separators.
 *
 * @param separator the character between two values
 * @param quotes whether a value that begins with a quotation mark extends to the next one; a
 *     doubled quotation mark belongs to the value
 * @param escapes the meaning of a backslash
 */
public record DelimitedDialect(char separator, boolean quotes, Escapes escapes)
    implements Serializable {
  /** The meaning of a backslash. */
  enum Escapes {
    /** A backslash is an ordinary character. */
    NONE,
    /** Within quotes, a backslash escapes a quotation mark or a backslash, as Spark writes. */
    IN_QUOTES,
    /**
     * A backslash escapes the next character, which may denote a control character; {@code \N} is
     * null.
     */
    EVERYWHERE
  }

  /** Returns the dialect of a format. */
  public static DelimitedDialect of(CorpusFormat format) {
    return switch (format) {
      case CSV -> new DelimitedDialect(',', true, Escapes.NONE);
      case CSV_SPARK -> new DelimitedDialect(',', true, Escapes.IN_QUOTES);
      case CSV_ESCAPED -> new DelimitedDialect(',', true, Escapes.EVERYWHERE);
      case CSV_SEMICOLON -> new DelimitedDialect(';', true, Escapes.NONE);
      case TSV -> new DelimitedDialect('\t', false, Escapes.NONE);
      case TSV_QUOTED -> new DelimitedDialect('\t', true, Escapes.NONE);
      case TSV_ESCAPED -> new DelimitedDialect('\t', false, Escapes.EVERYWHERE);
      case TEXT, WAV, JSON, PARQUET, ORC, AVRO, TABLE, SPARK, CONLL ->
          throw new IllegalArgumentException(format + " has no separators");
    };
  }

  /** Returns whether all characters other than separators and line ends are ordinary. */
  public boolean isPlain() {
    return !quotes && escapes == Escapes.NONE;
  }

  /**
   * Returns whether files must be read as a whole, because counting quotation marks does not
   * determine whether a line break belongs to a value.
   */
  public boolean needsWholeFile() {
    return escapes != Escapes.NONE;
  }
}
