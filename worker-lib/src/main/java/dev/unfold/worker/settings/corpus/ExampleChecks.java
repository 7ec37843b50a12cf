package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Checks the input and the target of the examples of a table. */
final class ExampleChecks {
  private ExampleChecks() {}

  /**
   * Checks settings.
   *
   * @param format the name of the format of the table
   * @param inputs the kinds of inputs that it can have
   * @param targets the kinds of targets that it can have
   */
  static void require(
      SettingChecks checks,
      String format,
      Predicate<InputSettings.Kind> inputs,
      Predicate<TargetSettings.Kind> targets,
      InputSettings input,
      TargetSettings target) {
    requireColumns(checks, input, target);
    checks.require(
        inputs.test(input.kind()),
        "corpus.input.kind",
        expected(InputSettings.Kind.values(), inputs, format),
        input.kind(),
        "corpus.format");
    checks.require(
        targets.test(target.kind()),
        "corpus.target.kind",
        expected(TargetSettings.Kind.values(), targets, format),
        target.kind(),
        "corpus.format");
    requireSteps(checks, input, target);
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

  private static void requireSteps(
      SettingChecks checks, InputSettings input, TargetSettings target) {
    checks.require(
        input.kind().isSequence() || !target.kind().isPerStep(),
        "corpus.target.kind",
        "none, label, words, characters or vector where corpus.input.kind is a single step",
        target.kind(),
        "corpus.format",
        "corpus.input.kind");
  }

  private static <K extends Enum<K>> String expected(K[] kinds, Predicate<K> held, String format) {
    return Arrays.stream(kinds)
        .filter(held)
        .map(SettingKeys::of)
        .collect(Collectors.joining(", ", "", " where corpus.format is " + format));
  }
}
