package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The location of the corpus and its conversion to tokens or examples.
 *
 * @param train the paths of the training corpus: files, folders or globs on any Hadoop file system
 * @param validation the paths of the validation corpus, or none
 * @param test the paths of the test corpus, which is evaluated once after training, or none
 * @param format the format of the files, which are text, audio or a table of examples
 * @param header whether the first line of a delimited file names the columns
 * @param input the input of an example in a row
 * @param target the target of an example in a row
 * @param unit the unit of a token of a text corpus
 * @param document the separator of documents; recurrent state is never carried across a document
 *     boundary
 * @param vocabulary the settings of the vocabulary
 * @param audio the settings of audio
 * @param cache the folder of the encoded corpora; empty means {@code corpus} inside the run
 *     directory
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
    AudioSettings audio,
    String cache)
    implements Serializable {

  /** The format of the files. */
  public enum Format {
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
    /** One word with its columns per line and an empty line after each sentence, as in CoNLL-U. */
    CONLL;

    /** Returns whether the files are tables of examples. */
    public boolean isTable() {
      return this != TEXT && this != WAV;
    }

    /** Returns whether the format has lines of delimited values. */
    public boolean isSeparated() {
      return switch (this) {
        case CSV, CSV_SPARK, CSV_ESCAPED, CSV_SEMICOLON, TSV, TSV_QUOTED, TSV_ESCAPED -> true;
        case TEXT, WAV, JSON, PARQUET, ORC, AVRO, CONLL -> false;
      };
    }

    /** Returns whether a column of such a file can be an input of a kind. */
    boolean holds(InputSettings.Kind kind) {
      if (isSeparated()) {
        return kind != InputSettings.Kind.FRAMES && kind != InputSettings.Kind.SETS;
      }
      return this != CONLL || kind == InputSettings.Kind.WORDS;
    }

    /** Returns whether a column of such a file can be a target of a kind. */
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
    /** The corpus is one document. */
    NONE,
    /** Every non-empty line is a document. */
    LINE,
    /** Every non-empty file is a document. */
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
    if (format.isTable()) {
      requireExamples(checks, format, input, target);
    } else if (format == Format.WAV) {
      requireAudio(checks, unit, document, vocabulary);
    }
    checks.finish();
  }

  /** Returns the settings of a table with given properties and defaults otherwise. */
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
        VocabularySettings.all(),
        AudioSettings.asRecorded(),
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
        audio,
        cache);
  }

  /** Returns whether the corpus is a table of examples; otherwise it is one stream of tokens. */
  public boolean isTable() {
    return format.isTable();
  }

  private static void requireAudio(
      SettingChecks checks, Unit unit, Document document, VocabularySettings vocabulary) {
    checks.require(
        unit == Unit.CHAR,
        "corpus.unit",
        "no value where corpus.format is wav, whose tokens are samples",
        unit,
        "corpus.format");
    checks.require(
        document != Document.LINE,
        "corpus.document",
        "none or file where corpus.format is wav",
        document,
        "corpus.format");
    checks.require(
        vocabulary.equals(VocabularySettings.all()),
        "corpus.vocabulary",
        "no values where corpus.format is wav, whose tokens are the 256 levels of a sample",
        "size = " + vocabulary.size() + ", min-count = " + vocabulary.minCount(),
        "corpus.format");
  }

  private static void requirePaths(SettingChecks checks, String key, List<String> paths) {
    checks.require(paths.stream().noneMatch(Whitespace::isBlank), key, "paths", "an empty one");
  }

  private static void requireExamples(
      SettingChecks checks, Format format, InputSettings input, TargetSettings target) {
    requireColumns(checks, input, target);
    requireKinds(checks, format, input, target);
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

  private static void requireColumns(
      SettingChecks checks, InputSettings input, TargetSettings target) {
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
  }

  private static void requireKinds(
      SettingChecks checks, Format format, InputSettings input, TargetSettings target) {
    checks.require(
        format.holds(input.kind()),
        "corpus.input.kind",
        format.expected(InputSettings.Kind.values(), format::holds),
        input.kind(),
        "corpus.format");
    checks.require(
        format.holds(target.kind()),
        "corpus.target.kind",
        format.expected(TargetSettings.Kind.values(), format::holds),
        target.kind(),
        "corpus.format");
    checks.require(
        input.kind().isSequence() || !target.kind().isPerStep(),
        "corpus.target.kind",
        "none, label, words, characters or vector where corpus.input.kind is a single step",
        target.kind(),
        "corpus.format",
        "corpus.input.kind");
  }
}
