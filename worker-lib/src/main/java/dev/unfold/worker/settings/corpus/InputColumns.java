package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs of an example: one, or several that are read together at each step. An input of a
 * single step besides sequences is the same at each of their steps.
 *
 * @param columns the inputs, at least one
 */
public record InputColumns(List<InputSettings> columns) implements Serializable {
  /** The key of several inputs. */
  public static final String KEY = "corpus.inputs";

  public InputColumns {
    columns = List.copyOf(columns);
    require(!columns.isEmpty(), "at least one column", columns);
    require(
        columns.stream().skip(1).noneMatch(InputSettings::characters),
        "characters = true for the first column only",
        names(columns));
    boolean reversed = columns.stream().anyMatch(InputSettings::reversed);
    require(
        columns.stream().noneMatch(column -> column.reversed() != reversed),
        "the same value of reversed for all columns",
        names(columns));
    require(
        columns.stream().anyMatch(column -> column.into().readsSteps()),
        "into = steps or both for at least one column",
        names(columns));
    require(
        columns.stream().map(InputSettings::column).distinct().count() == columns.size(),
        "each column once",
        names(columns));
  }

  private static void require(boolean condition, String expected, Object found) {
    InvalidSettingException.require(condition, KEY, expected, found);
  }

  private static List<String> names(List<InputSettings> columns) {
    return columns.stream().map(InputSettings::column).toList();
  }

  private static boolean hasSequence(List<InputSettings> columns) {
    return columns.stream().anyMatch(column -> column.kind().isSequence());
  }

  /**
   * Returns the inputs of settings.
   *
   * @param input the only input
   * @param inputs several inputs; empty if there is one
   */
  static InputColumns of(InputSettings input, List<InputSettings> inputs) {
    return inputs.isEmpty() ? of(input) : new InputColumns(inputs);
  }

  /** Returns an only input. */
  public static InputColumns of(InputSettings input) {
    return new InputColumns(List.of(input));
  }

  /** Returns whether there is one input only. */
  public boolean isSingle() {
    return columns.size() == 1;
  }

  /** Returns the first input, which is the only one whose characters may be read. */
  public InputSettings first() {
    return columns.get(0);
  }

  /**
   * Returns the index of the input whose next step is the target.
   *
   * @param target a target of the kind {@code next}
   */
  public int predicted(TargetSettings target) {
    return isSingle() ? 0 : names().indexOf(target.column());
  }

  /** Returns the names of the columns. */
  public List<String> names() {
    return names(columns);
  }

  /** Returns the names of the columns that are read: those of the inputs and of their speakers. */
  Stream<String> columnsRead() {
    return columns.stream()
        .flatMap(
            input ->
                input.hasSpeaker()
                    ? Stream.of(input.column(), input.audio().speaker())
                    : Stream.of(input.column()));
  }

  /** Returns whether the order of the steps is reversed. */
  public boolean reversed() {
    return first().reversed();
  }

  /** Returns whether an input determines the initial states of recurrent layers. */
  public boolean haveFirstState() {
    return columns.stream().anyMatch(column -> column.into().readsFirstState());
  }

  /**
   * Records inputs that determine initial states, if a network has none that could be determined.
   *
   * @param expected how the network would have to differ
   */
  public void requireFirstState(SettingChecks checks, boolean possible, String expected) {
    checks.require(
        possible || !haveFirstState(),
        KEY,
        "into = steps in each entry, or " + expected,
        "into = " + columns.stream().map(column -> SettingKeys.of(column.into())).toList(),
        "network.kind",
        "network.layers");
  }

  /** Returns whether an input consists of recordings. */
  public boolean hasAudio() {
    return columns.stream().anyMatch(column -> column.kind() == InputSettings.Kind.AUDIO);
  }

  /** Returns whether an input or the target consists of subwords. */
  public boolean haveSubwords(TargetSettings target) {
    return target.kind() == TargetSettings.Kind.SUBWORDS
        || columns.stream().anyMatch(column -> column.kind() == InputSettings.Kind.SUBWORDS);
  }

  /** Returns limits that suit all columns, where the vocabularies are those of a model. */
  VocabularySettings ofModel(TargetSettings target) {
    return haveSubwords(target)
        ? new VocabularySettings(TokenizerSettings.MIN_SIZE, 1)
        : VocabularySettings.all();
  }

  /**
   * Returns the time at which a step begins: in seconds of a recording, otherwise the step itself.
   */
  public double time(int step) {
    return columns.stream()
        .filter(column -> column.kind() == InputSettings.Kind.AUDIO)
        .findFirst()
        .map(column -> column.audio().seconds(step))
        .orElse((double) step);
  }

  /** Returns whether recordings are normalized over all those of a speaker. */
  public boolean haveSpeakers() {
    return columns.stream().anyMatch(InputSettings::hasSpeaker);
  }

  /** Returns whether there is more than a single step. */
  public boolean hasSequence() {
    return hasSequence(columns);
  }

  /** Records the columns of a table unless they are valid. */
  void require(SettingChecks checks, TargetSettings target) {
    checks.require(
        names().stream().noneMatch(String::isEmpty),
        isSingle() ? "corpus.input.column" : KEY,
        isSingle() ? "a column of the table" : "a column of the table in each entry",
        "none",
        "corpus.format");
    checks.require(
        !target.column().isEmpty() || !target.kind().hasColumn(),
        "corpus.target.column",
        "a column of the table, or corpus.target.kind = none or next",
        "none",
        "corpus.format",
        "corpus.target.kind");
    if (target.kind() == TargetSettings.Kind.NEXT) {
      requirePredicted(checks, target);
    }
    requireNumbers(checks, target);
    requireBoundaries(checks, target);
    InputSettings.Kind input = first().kind();
    boolean words =
        target.kind() == TargetSettings.Kind.WORDS
            && isSingle()
            && (input == InputSettings.Kind.WORDS || input == InputSettings.Kind.BAG);
    checks.require(
        words || target.scoring().slots().isEmpty(),
        "corpus.target.scoring.slots",
        "none unless corpus.input.kind is words or bag and corpus.target.kind is words",
        target.scoring().slots(),
        "corpus.format",
        "corpus.input.kind",
        "corpus.target.kind");
  }

  /** Records a forecast of what is not numbers, if its settings are those of numbers. */
  private void requireNumbers(SettingChecks checks, TargetSettings target) {
    int column = target.kind() == TargetSettings.Kind.NEXT ? predicted(target) : -1;
    boolean numbers = column < 0 || columns.get(column).kind().isNumeric();
    String kind = isSingle() ? "corpus.input.kind" : KEY;
    boolean logarithmic = column >= 0 && columns.get(column).hasLogarithms();
    checks.require(
        (numbers && !logarithmic) || !target.difference(),
        "corpus.target.difference",
        "false unless the predicted input consists of numbers, frames or a vector, not with scaling"
            + " = log1p",
        target.difference(),
        kind);
    checks.require(
        numbers || target.season() == 0,
        "corpus.target.season",
        "0 unless the predicted input consists of numbers, frames or a vector",
        target.season(),
        kind);
  }

  /** Records boundaries of sequences whose predicted input has no vocabulary to contain one. */
  private void requireBoundaries(SettingChecks checks, TargetSettings target) {
    int column = target.boundaries() ? predicted(target) : -1;
    boolean tokens =
        column < 0
            || (columns.get(column).kind().isSequence() && columns.get(column).kind().hasIds());
    checks.require(
        (tokens && !reversed() && !first().characters()) || !target.boundaries(),
        "corpus.target.boundaries",
        "false unless the predicted input consists of words, characters or categories, and no input"
            + " is reversed or also read as characters",
        target.boundaries(),
        isSingle() ? "corpus.input.kind" : KEY);
  }

  /** Records the column whose next value is predicted unless it is valid. */
  private void requirePredicted(SettingChecks checks, TargetSettings target) {
    checks.require(
        isSingle() || names().contains(target.column()),
        "corpus.target.column",
        "the column of " + KEY + " whose next value is predicted, one of " + names(),
        target.column(),
        "corpus.target.kind");
    for (InputSettings column : columns) {
      boolean predicted = isSingle() || column.column().equals(target.column());
      checks.require(
          !predicted || !column.allowsMissing(),
          isSingle() ? "corpus.input.missing" : KEY,
          "missing = refuse for the column whose next value is predicted",
          column.missing(),
          "corpus.target.kind");
      checks.require(
          !predicted || column.kind() != InputSettings.Kind.TIME,
          isSingle() ? "corpus.input.kind" : KEY,
          "another kind of the column whose next value is predicted",
          column.kind(),
          "corpus.target.kind");
    }
  }
}
