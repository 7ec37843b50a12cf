package dev.unfold.ml.column;

import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The input column whose next value is predicted.
 *
 * @param name the name of the column
 * @param kind its kind
 * @param only whether it is the only input column
 */
public record NextColumn(String name, InputSettings.Kind kind, boolean only) {
  /** The parameter that names the column. */
  private static final String PARAM = "nextCol";

  /**
   * Returns the column that has a name or, without a name, the only column whose next value can be
   * predicted. Among several columns, one that is the same at all steps is then none.
   *
   * @param inputs the input columns by name, with their kinds
   * @param predictable the kinds whose next value can be predicted
   * @param named the name; "" for none
   * @throws IllegalArgumentException if there is no such column, or several without a name
   */
  public static NextColumn of(
      Map<String, String> inputs, Predicate<InputSettings.Kind> predictable, String named) {
    boolean only = inputs.size() == 1;
    List<NextColumn> candidates =
        inputs.entrySet().stream()
            .map(of -> new NextColumn(of.getKey(), InputColumnKinds.known(of.getValue()), only))
            .filter(column -> predictable.test(column.kind()))
            .toList();
    List<NextColumn> chosen =
        candidates.stream()
            .filter(
                column ->
                    named.isEmpty()
                        ? only || column.kind().isSequence()
                        : column.name().equals(named))
            .toList();
    if (chosen.size() != 1) {
      throw candidates.isEmpty() ? none(inputs, predictable) : wrong(candidates, named);
    }
    return chosen.get(0);
  }

  private static IllegalArgumentException none(
      Map<String, String> inputs, Predicate<InputSettings.Kind> predictable) {
    return new IllegalArgumentException(
        "expected an input column whose next value can be predicted, one of the kinds "
            + Arrays.stream(InputSettings.Kind.values())
                .filter(predictable)
                .map(SettingKeys::of)
                .collect(Collectors.joining(", "))
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
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("network.kind", "next-frame");
    settings.put("corpus.target.kind", "next");
    if (!only) {
      settings.put("corpus.target.column", name);
    }
    return settings;
  }
}
