package dev.unfold.ml;

import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The input column whose next value is predicted.
 *
 * @param name the name of the column
 * @param kind its kind
 * @param only whether it is the only input column
 */
record NextColumn(String name, InputSettings.Kind kind, boolean only) {
  /** The parameter that names the column. */
  private static final String PARAM = "nextCol";

  /**
   * Returns the column that has a name or, without a name, the only column whose next value can be
   * predicted. Among several columns, one that is the same at all steps is none.
   *
   * @param inputs the input columns by name, with their kinds
   * @param predictable the kinds whose next value can be predicted
   * @param named the name; "" for none
   * @throws IllegalArgumentException if there is no such column, or several without a name
   */
  static NextColumn of(
      Map<String, String> inputs, Predicate<InputSettings.Kind> predictable, String named) {
    boolean only = inputs.size() == 1;
    List<NextColumn> candidates =
        inputs.entrySet().stream()
            .flatMap(
                input ->
                    kinds(predictable)
                        .filter(kind -> SettingKeys.of(kind).equals(input.getValue()))
                        .map(kind -> new NextColumn(input.getKey(), kind, only)))
            .filter(column -> only || column.kind().isSequence())
            .toList();
    List<NextColumn> chosen =
        candidates.stream()
            .filter(column -> named.isEmpty() || column.name().equals(named))
            .toList();
    if (chosen.size() != 1) {
      throw candidates.isEmpty() ? none(inputs, predictable) : wrong(candidates, named);
    }
    return chosen.get(0);
  }

  private static Stream<InputSettings.Kind> kinds(Predicate<InputSettings.Kind> predictable) {
    return Arrays.stream(InputSettings.Kind.values()).filter(predictable);
  }

  private static IllegalArgumentException none(
      Map<String, String> inputs, Predicate<InputSettings.Kind> predictable) {
    return new IllegalArgumentException(
        "expected an input column whose next value can be predicted, one of the kinds "
            + kinds(predictable).map(SettingKeys::of).collect(Collectors.joining(", "))
            + ", found "
            + inputs
            + "; set inputKinds, or convert the column");
  }

  private static IllegalArgumentException wrong(List<NextColumn> candidates, String named) {
    return new IllegalArgumentException(
        PARAM
            + ": expected one of the input columns "
            + candidates.stream().map(NextColumn::name).toList()
            + ", whose next value is predicted, found "
            + (named.isEmpty() ? "none; set it" : named));
  }

  /** Returns the settings of a network that predicts it, by their keys. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("network.kind", "next-frame");
    settings.put("corpus.target.kind", "next");
    if (!only) {
      settings.put("corpus.target.column", name);
    }
    return settings;
  }
}
