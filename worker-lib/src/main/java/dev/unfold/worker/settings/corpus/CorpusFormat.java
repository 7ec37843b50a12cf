package dev.unfold.worker.settings.corpus;

/** The format of the files of a corpus. */
public enum CorpusFormat {
  /** Text, which is one stream of tokens. */
  TEXT,
  /** Raw audio in wav files, which is one stream of companded samples. */
  WAV,
  /** A table with one JSON object per line. */
  JSON,
  /** A table of comma-separated values, quoted as in RFC 4180. */
  CSV,
  /** Like CSV, but within quotes a backslash escapes a quotation mark or a backslash. */
  CSV_SPARK,
  /** Like CSV, but a backslash escapes any character that has a special meaning. */
  CSV_ESCAPED,
  /**
   * A table of semicolon-separated values, quoted like CSV, as written by spreadsheets in many
   * countries.
   */
  CSV_SEMICOLON,
  /** A table of tab-separated values, which are never quoted. */
  TSV,
  /** Like TSV, but quoted like CSV. */
  TSV_QUOTED,
  /**
   * A table of tab-separated values with backslash escapes as in the text format of PostgreSQL's
   * COPY.
   */
  TSV_ESCAPED,
  /** A table in Parquet files. */
  PARQUET,
  /** A table in ORC files. */
  ORC,
  /** A table in Avro files. */
  AVRO,
  /** Tables of the catalog of Spark; the paths are their names. */
  TABLE,
  /** A data source of Spark; the paths are its locations. */
  SPARK,
  /** One word with its columns per line and an empty line after each sentence, as in CoNLL-U. */
  CONLL;

  /** Returns whether the files are tables of examples. */
  public boolean isTable() {
    return this != TEXT && this != WAV;
  }

  /** Returns whether Spark finds and reads the rows; otherwise they are in files. */
  public boolean isQuery() {
    return this == TABLE || this == SPARK;
  }

  /**
   * Returns the format in which other tables are read like those of this format: a model does not
   * contain the options of a data source, so its tables are then found by their names.
   */
  public CorpusFormat read() {
    return this == SPARK ? TABLE : this;
  }

  /** Returns whether the format has lines of delimited values. */
  public boolean isSeparated() {
    return switch (this) {
      case CSV, CSV_SPARK, CSV_ESCAPED, CSV_SEMICOLON, TSV, TSV_QUOTED, TSV_ESCAPED -> true;
      case TEXT, WAV, JSON, PARQUET, ORC, AVRO, TABLE, SPARK, CONLL -> false;
    };
  }

  /** Returns whether a column of such a file can be an input of a kind. */
  boolean holds(InputSettings.Kind kind, boolean rowsAreSteps) {
    if (rowsAreSteps) {
      return this != CONLL && kind.isStepOf(isSeparated());
    }
    if (isSeparated()) {
      return kind.fitsIntoText();
    }
    return this != CONLL
        || kind == InputSettings.Kind.WORDS
        || kind == InputSettings.Kind.CATEGORIES;
  }

  /** Returns whether a column of such a file can be a target of a kind. */
  boolean holds(TargetSettings.Kind kind, boolean rowsAreSteps) {
    return switch (kind) {
      case FRAMES -> this != CONLL && (rowsAreSteps || !isSeparated());
      case SETS -> !isSeparated() && this != CONLL;
      case CHARACTERS, SUBWORDS -> this != CONLL && !rowsAreSteps;
      case LABEL, VECTOR -> this != CONLL;
      case WORDS -> !rowsAreSteps;
      case NONE, TAGS, NEXT -> true;
    };
  }
}
