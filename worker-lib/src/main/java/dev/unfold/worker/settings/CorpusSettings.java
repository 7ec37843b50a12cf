package dev.unfold.worker.settings;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The location of the corpus and its conversion to tokens or examples.
 *
 * @param train paths of the training corpus: files, folders or globs on any Hadoop file system
 * @param validation paths of the validation corpus, or none
 * @param test paths of the test corpus, evaluated once when training is done, or none
 * @param format whether the corpus is a stream of text or a table of examples
 * @param header whether the first line of a file with separators names the columns
 * @param input what of a row is the input of an example
 * @param target what of a row is the target of an example
 * @param unit what a token of a stream is
 * @param document what separates documents; recurrent state never crosses a document boundary
 * @param vocabulary which tokens are known
 * @param cache folder of the encoded corpora; empty means {@code corpus} inside the run directory
 */
public record CorpusSettings(
    List<String> train,
    List<String> validation,
    List<String> test,
    Format format,
    boolean header,
    InputSettings input,
    TargetSettings target,
    Unit unit,
    Document document,
    VocabularySettings vocabulary,
    String cache)
    implements Serializable {

  /** The format of the files. */
  public enum Format {
    /** Text that is one stream of tokens. */
    TEXT,
    /** A table: an object a line. */
    JSON,
    /** A table: values between commas, quoted as in RFC 4180. */
    CSV,
    /** Like CSV, but within quotes a backslash escapes a quotation mark or a backslash. */
    CSV_SPARK,
    /** Like CSV, but a backslash escapes any character that has a special meaning. */
    CSV_ESCAPED,
    /** A table: values between semicolons, quoted as CSV is; spreadsheets of many countries. */
    CSV_SEMICOLON,
    /** A table: values between tabs, never quoted. */
    TSV,
    /** Like TSV, but quoted as CSV is. */
    TSV_QUOTED,
    /** A table: values between tabs; a backslash as in the text format of PostgreSQL's COPY. */
    TSV_ESCAPED,
    /** A table in Parquet files. */
    PARQUET,
    /** A word a line with its columns, an empty line after each sentence; CoNLL-U is one. */
    CONLL;

    /** Returns whether values stand in lines, between separators. */
    public boolean isSeparated() {
      return switch (this) {
        case CSV, CSV_SPARK, CSV_ESCAPED, CSV_SEMICOLON, TSV, TSV_QUOTED, TSV_ESCAPED -> true;
        case TEXT, JSON, PARQUET, CONLL -> false;
      };
    }

    /** Returns whether a column of such a file can be an input of that kind. */
    boolean holds(InputSettings.Kind kind) {
      if (isSeparated()) {
        return kind != InputSettings.Kind.FRAMES && kind != InputSettings.Kind.SETS;
      }
      return this != CONLL || kind == InputSettings.Kind.WORDS;
    }

    /** Returns whether a column of such a file can be a target of that kind. */
    boolean holds(TargetSettings.Kind kind) {
      return switch (kind) {
        case FRAMES, SETS -> !isSeparated() && this != CONLL;
        case LABEL, CHARACTERS, VECTOR -> this != CONLL;
        case NONE, TAGS, WORDS, NEXT -> true;
      };
    }

    private <K extends Enum<K>> String expected(K[] kinds, Predicate<K> held) {
      return Arrays.stream(kinds)
          .filter(held)
          .map(SettingKeys::of)
          .collect(Collectors.joining(", ", "", " where corpus.format is " + SettingKeys.of(this)));
    }
  }

  /** The unit of tokenization. */
  public enum Unit {
    /** A Unicode code point. */
    CHAR,
    /** A run of characters that are not white space; every line ends in {@code <eos>}. */
    WORD
  }

  /** The separator of documents. */
  public enum Document {
    /** The corpus is one stream. */
    NONE,
    /** Every line that is not empty is a document. */
    LINE,
    /** Every file that is not empty is a document. */
    FILE
  }

  public CorpusSettings {
    SettingChecks checks = new SettingChecks();
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    checks.require(!train.isEmpty(), "corpus.train", "at least one path", "none");
    requirePaths(checks, "corpus.train", train);
    requirePaths(checks, "corpus.validation", validation);
    requirePaths(checks, "corpus.test", test);
    if (format != Format.TEXT) {
      requireExamples(checks, format, input, target);
    }
    checks.finish();
  }

  /** Returns a table without anything to learn from it but what is given. */
  public static CorpusSettings ofTable(
      List<String> paths,
      Format format,
      boolean header,
      InputSettings input,
      TargetSettings target) {
    return new CorpusSettings(
        paths,
        List.of(),
        List.of(),
        format,
        header,
        input,
        target,
        Unit.WORD,
        Document.NONE,
        new VocabularySettings(0, 1),
        "");
  }

  /** Returns a copy with other training and test corpora. */
  public CorpusSettings with(List<String> otherTrain, List<String> otherTest) {
    return new CorpusSettings(
        otherTrain,
        validation,
        otherTest,
        format,
        header,
        input,
        target,
        unit,
        document,
        vocabulary,
        cache);
  }

  /** Returns whether the corpus is a table of examples; a stream of text else. */
  public boolean isTable() {
    return format != Format.TEXT;
  }

  private static void requirePaths(SettingChecks checks, String key, List<String> paths) {
    checks.require(paths.stream().noneMatch(Whitespace::isBlank), key, "paths", "an empty one");
  }

  private static void requireExamples(
      SettingChecks checks, Format format, InputSettings input, TargetSettings target) {
    checks.require(
        !input.column().isEmpty(),
        "corpus.input.column",
        "a column of the table",
        "none",
        "corpus.format");
    checks.require(
        !target.column().isEmpty() || !target.kind().hasColumn(),
        "corpus.target.column",
        "a column of the table, or corpus.target.kind = none or next",
        "none",
        "corpus.format",
        "corpus.target.kind");
    checks.require(
        format.holds(input.kind()),
        "corpus.input.kind",
        format.expected(InputSettings.Kind.values(), format::holds),
        SettingKeys.of(input.kind()),
        "corpus.format");
    checks.require(
        format.holds(target.kind()),
        "corpus.target.kind",
        format.expected(TargetSettings.Kind.values(), format::holds),
        SettingKeys.of(target.kind()),
        "corpus.format");
    checks.require(
        input.kind().isSequence() || !target.kind().isPerStep(),
        "corpus.target.kind",
        "none, label, words, characters or vector where corpus.input.kind is a single step",
        SettingKeys.of(target.kind()),
        "corpus.format",
        "corpus.input.kind");
    boolean words =
        target.kind() == TargetSettings.Kind.WORDS
            && (input.kind() == InputSettings.Kind.WORDS || input.kind() == InputSettings.Kind.BAG);
    checks.require(
        words || target.scoring().slots().isEmpty(),
        "corpus.target.scoring.slots",
        "none unless corpus.input.kind is words or bag and corpus.target.kind is words",
        target.scoring().slots(),
        "corpus.format",
        "corpus.input.kind",
        "corpus.target.kind");
  }
}
