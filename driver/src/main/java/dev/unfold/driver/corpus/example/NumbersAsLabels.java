package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSchema;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Measurements that are read as labels, tags or tokens, each distinct number as one of its own.
 * They are told by their decimal fractions: whole numbers may be codes.
 */
final class NumbersAsLabels {
  /** The number of distinct fractions above which a warning is due. */
  private static final int MAX_FRACTIONS = 100;

  private static final Pattern FRACTION =
      Pattern.compile("[+-]?[0-9]*\\.[0-9]*[1-9][0-9]*([eE][+-]?[0-9]+)?");

  private NumbersAsLabels() {}

  /**
   * Returns a warning if most of the distinct values are numbers with a fraction.
   *
   * @param name the name of the field, for the message
   * @param schema the labels or the vocabulary of the field
   * @param kind the kind that reads its values as numbers
   */
  static Optional<String> warning(String name, FieldSchema schema, String kind) {
    List<String> values = values(schema);
    long fractions = values.stream().filter(value -> FRACTION.matcher(value).matches()).count();
    return fractions > MAX_FRACTIONS && 2 * fractions > values.size()
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%s: %,d of the %,d distinct values are decimal fractions, each of which is read as"
                    + " one of its own; if they are measurements, set kind = %s, which reads numbers",
                name,
                fractions,
                values.size(),
                kind))
        : Optional.empty();
  }

  private static List<String> values(FieldSchema schema) {
    if (schema instanceof FieldSchema.Classes classes) {
      return classes.labels().all();
    }
    Vocabulary vocabulary = ((FieldSchema.Tokens) schema).vocabulary();
    return IntStream.range(0, vocabulary.size())
        .mapToObj(vocabulary::token)
        .filter(token -> !Vocabulary.isSpecial(token))
        .toList();
  }
}
