package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The location of the corpus and its conversion to tokens or examples.
 *
 * @param train the paths of the training corpus: files, folders or globs on any Hadoop file system
 * @param validation the paths of the validation corpus, or none
 * @param test the paths of the test corpus, which is evaluated once after training, or none
 * @param format the format of the files, which are text, audio or a table of examples
 * @param source the data source of Spark, if the format is that of one
 * @param where the rows that are used
 * @param header whether the first line of a delimited file names the columns
 * @param input the only input of an example in a row, or the defaults of several
 * @param inputs several inputs that are read together at each step; empty if there is one
 * @param sequence the sequences of a table whose rows are steps
 * @param target the target of an example in a row
 * @param weight the weights of the rows of the training table
 * @param unit the unit of a token of a text corpus
 * @param document the separator of documents; recurrent state is never carried across a document
 *     boundary
 * @param vocabulary the settings of the vocabulary
 * @param tokenizer the subwords, where they are the tokens
 * @param audio the settings of audio
 * @param cache the folder of the encoded corpora; empty means {@code corpus} inside the run
 *     directory
 */
public record CorpusSettings(
    List<String> train,
    List<String> validation,
    List<String> test,
    CorpusFormat format,
    SourceSettings source,
    WhereSettings where,
    boolean header,
    InputSettings input,
    List<InputSettings> inputs,
    SequenceSettings sequence,
    TargetSettings target,
    WeightSettings weight,
    Unit unit,
    Document document,
    VocabularySettings vocabulary,
    TokenizerSettings tokenizer,
    AudioSettings audio,
    String cache)
    implements Serializable {

  /** The unit of tokenization. */
  public enum Unit {
    /** A Unicode code point. */
    CHAR,
    /** A run of characters that are not white space; every line ends in {@code <eos>}. */
    WORD,
    /** A part of a word, of one byte or more. */
    SUBWORD
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
    inputs = List.copyOf(inputs);
    checks.require(!train.isEmpty(), "corpus.train", "at least one path", "none");
    requirePaths(checks, "corpus.train", train);
    requirePaths(checks, "corpus.validation", validation);
    requirePaths(checks, "corpus.test", test);
    InputColumns columns = InputColumns.of(input, inputs);
    checks.require(
        columns.hasSequence() || !columns.reversed(),
        "corpus.input.reversed",
        "false where corpus.input.kind is a single step",
        columns.reversed(),
        "corpus.input.kind");
    String name = SettingKeys.of(format);
    source.requireFor(checks, name, format == CorpusFormat.SPARK);
    boolean named = format.isTable() && format != CorpusFormat.CONLL;
    where.requireFor(checks, name, named);
    weight.requireFor(checks, name, named);
    if (format.isTable()) {
      boolean steps = sequence.rowsAreSteps();
      new ExampleChecks(name, kind -> format.holds(kind, steps), kind -> format.holds(kind, steps))
          .require(checks, columns, target, vocabulary, tokenizer);
      sequence.requireFor(checks, target);
    } else if (format == CorpusFormat.WAV) {
      requireAudio(checks, unit, document, vocabulary);
    }
    if (!format.isTable()) {
      boolean subwords = format == CorpusFormat.TEXT && unit == Unit.SUBWORD;
      tokenizer.requireFor(checks, subwords, "corpus.unit", vocabulary);
    }
    checks.finish();
  }

  /** Returns the inputs of an example in a row. */
  public InputColumns columns() {
    return InputColumns.of(input, inputs);
  }

  /** Returns the names of the columns that examples are made of, each once. */
  public List<String> exampleColumns() {
    Stream<String> targets = Stream.of(target.column()).filter(name -> target.kind().hasColumn());
    Stream<String> positions = Stream.concat(sequence.by().stream(), sequence.order().stream());
    Stream<String> weights = Stream.of(weight.column()).filter(name -> weight.hasColumn());
    return Stream.of(columns().columnsRead(), targets, positions, weights)
        .flatMap(names -> names)
        .distinct()
        .toList();
  }

  /** Creates settings that use all rows of files, without weights. */
  public CorpusSettings(
      List<String> train,
      List<String> validation,
      List<String> test,
      CorpusFormat format,
      boolean header,
      InputSettings input,
      List<InputSettings> inputs,
      SequenceSettings sequence,
      TargetSettings target,
      Unit unit,
      Document document,
      VocabularySettings vocabulary,
      AudioSettings audio,
      String cache) {
    this(
        train,
        validation,
        test,
        format,
        SourceSettings.none(),
        WhereSettings.all(),
        header,
        input,
        inputs,
        sequence,
        target,
        WeightSettings.none(),
        unit,
        document,
        vocabulary,
        TokenizerSettings.learned(),
        audio,
        cache);
  }

  /** Returns the settings of all rows of a table with given properties and defaults otherwise. */
  public static CorpusSettings ofTable(
      List<String> paths,
      CorpusFormat format,
      boolean header,
      InputColumns columns,
      SequenceSettings sequence,
      TargetSettings target) {
    return ofTable(TableLocation.ofAll(paths, format, header), columns, sequence, target);
  }

  /** Returns the settings of a table with given properties and defaults otherwise. */
  public static CorpusSettings ofTable(
      TableLocation table, InputColumns columns, SequenceSettings sequence, TargetSettings target) {
    return new CorpusSettings(
        table.paths(),
        List.of(),
        List.of(),
        table.format(),
        table.source(),
        new WhereSettings(table.where(), "", ""),
        table.header(),
        columns.first(),
        columns.isSingle() ? List.of() : columns.columns(),
        sequence,
        target,
        WeightSettings.none(),
        Unit.WORD,
        Document.NONE,
        columns.ofModel(target),
        TokenizerSettings.learned(),
        AudioSettings.asRecorded(),
        "");
  }

  /** Returns a copy with other training and test corpora. */
  public CorpusSettings with(List<String> otherTrain, List<String> otherTest) {
    return copy(List.of(otherTrain, validation, otherTest), format, source, where, target, weight);
  }

  /** Returns a copy whose training corpus is another one of the same kind, with other rows. */
  public CorpusSettings from(List<String> paths, String rows) {
    return from(paths, format, source, rows);
  }

  /** Returns a copy whose training corpus is another one, with other rows. */
  public CorpusSettings from(
      List<String> paths, CorpusFormat otherFormat, SourceSettings otherSource, String rows) {
    List<List<String>> corpora = List.of(paths, List.of(), List.of());
    WhereSettings chosen = new WhereSettings(rows, "", "");
    return copy(corpora, otherFormat, otherSource, chosen, target, weight);
  }

  /** Returns a copy with other weights of rows. */
  public CorpusSettings with(WeightSettings otherWeight) {
    return copy(List.of(train, validation, test), format, source, where, target, otherWeight);
  }

  /** Returns a copy with another target and without a test corpus. */
  public CorpusSettings withoutTest(TargetSettings otherTarget) {
    List<List<String>> corpora = List.of(train, validation, List.of());
    return copy(corpora, format, source, where, otherTarget, weight);
  }

  /**
   * Returns a copy.
   *
   * @param corpora the paths for training, validation and test
   */
  private CorpusSettings copy(
      List<List<String>> corpora,
      CorpusFormat otherFormat,
      SourceSettings otherSource,
      WhereSettings otherWhere,
      TargetSettings otherTarget,
      WeightSettings otherWeight) {
    return new CorpusSettings(
        corpora.get(0),
        corpora.get(1),
        corpora.get(2),
        otherFormat,
        otherSource,
        otherWhere,
        header,
        input,
        inputs,
        sequence,
        otherTarget,
        otherWeight,
        unit,
        document,
        vocabulary,
        tokenizer,
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
}
