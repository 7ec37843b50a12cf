package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
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
  private static final String VOCABULARY = "corpus.vocabulary.size";

  /** Records the settings that are invalid. */
  void require(
      SettingChecks checks,
      InputColumns columns,
      TargetSettings target,
      VocabularySettings vocabulary,
      TokenizerSettings tokenizer) {
    columns.require(checks, target);
    requireSubwords(checks, columns, target, vocabulary, tokenizer);
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
        names(TargetSettings.Kind.values(), kind -> !kind.isPerStep())
            + " where corpus.input.kind is a single step",
        target.kind(),
        "corpus.format",
        "corpus.input.kind");
  }

  /**
   * Records subwords beside values of other steps, and vocabularies that are too small for them.
   */
  private static void requireSubwords(
      SettingChecks checks,
      InputColumns columns,
      TargetSettings target,
      VocabularySettings vocabulary,
      TokenizerSettings tokenizer) {
    Map<String, VocabularySettings> limits = new TreeMap<>();
    for (InputSettings input : columns.columns()) {
      if (input.kind() == InputSettings.Kind.SUBWORDS) {
        String own = columns.isSingle() ? InputSettings.SECTION + ".size" : InputColumns.KEY;
        limits.put(input.size() == 0 ? VOCABULARY : own, input.vocabulary(vocabulary));
        long sequences =
            columns.columns().stream().filter(other -> other.kind().isSequence()).count();
        checks.require(
            sequences == 1,
            InputColumns.KEY,
            "no other sequences beside subwords, whose steps are their own",
            sequences - 1);
        checks.require(
            !target.kind().isPerStep() || target.kind() == TargetSettings.Kind.NEXT,
            "corpus.target.kind",
            "no target for each step of subwords",
            target.kind(),
            "corpus.input.kind");
      }
    }
    if (target.kind() == TargetSettings.Kind.SUBWORDS) {
      limits.put(VOCABULARY, vocabulary);
    }
    tokenizer.requireFor(checks, limits);
  }

  private <K extends Enum<K>> String expected(K[] kinds, Predicate<K> held) {
    return names(kinds, held) + " where corpus.format is " + format;
  }

  private static <K extends Enum<K>> String names(K[] kinds, Predicate<K> named) {
    return Arrays.stream(kinds)
        .filter(named)
        .map(SettingKeys::of)
        .collect(Collectors.joining(", "));
  }
}
