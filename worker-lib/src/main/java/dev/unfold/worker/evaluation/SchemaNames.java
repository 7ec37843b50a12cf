package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The names of classes and tokens in a schema that settings of an evaluation refer to. */
final class SchemaNames {
  private SchemaNames() {}

  /**
   * Checks the name of the class that is ranked.
   *
   * @param positive the name; empty if none is given
   * @throws InvalidSettingException if the target has no such class
   */
  static void requirePositive(String positive, FieldSchema target) {
    List<String> classes =
        target instanceof FieldSchema.Classes known ? known.labels().all() : List.of();
    InvalidSettingException.require(
        positive.isEmpty() || classes.contains(positive),
        EvaluationSettings.POSITIVE,
        classes.isEmpty()
            ? "no value for a target without labels or tags"
            : "a label or tag of the training rows, one of "
                + Excerpt.of(String.join(", ", classes)),
        "\"" + positive + "\"");
  }

  /**
   * Returns the slots of an input, by id.
   *
   * @param prefix the prefix of their names; empty if there are none
   */
  static Map<Integer, String> slots(FieldSchema input, String prefix) {
    if (prefix.isEmpty() || !(input instanceof FieldSchema.Tokens tokens)) {
      return Map.of();
    }
    return IntStream.range(0, tokens.size())
        .boxed()
        .filter(id -> tokens.vocabulary().token(id).startsWith(prefix))
        .collect(Collectors.toUnmodifiableMap(id -> id, tokens.vocabulary()::token));
  }
}
