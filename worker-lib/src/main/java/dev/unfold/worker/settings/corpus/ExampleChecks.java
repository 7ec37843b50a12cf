package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks the inputs and the target of the examples of a table.
 *
 * @param format the name of the format of the table
 * @param inputs the kinds of inputs that it can have
 * @param targets the kinds of targets that it can have
 */
record ExampleChecks(
    String format, Predicate<InputSettings.Kind> inputs, Predicate<TargetSettings.Kind> targets) {

  /** Records the settings that are invalid. */
  void require(SettingChecks checks, InputColumns columns, TargetSettings target) {
    columns.require(checks, target);
    for (InputSettings input : columns.columns()) {
      checks.require(
          inputs.test(input.kind()),
          columns.isSingle() ? "corpus.input.kind" : InputColumns.KEY,
          expected(InputSettings.Kind.values(), inputs),
          input.kind(),
          "corpus.format");
    }
    checks.require(
        targets.test(target.kind()),
        "corpus.target.kind",
        expected(TargetSettings.Kind.values(), targets),
        target.kind(),
        "corpus.format");
    checks.require(
        columns.hasSequence() || !target.kind().isPerStep(),
        "corpus.target.kind",
        "none, label, words, characters or vector where corpus.input.kind is a single step",
        target.kind(),
        "corpus.format",
        "corpus.input.kind");
  }

  private <K extends Enum<K>> String expected(K[] kinds, Predicate<K> held) {
    return Arrays.stream(kinds)
        .filter(held)
        .map(SettingKeys::of)
        .collect(Collectors.joining(", ", "", " where corpus.format is " + format));
  }
}
