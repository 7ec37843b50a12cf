package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The number of missing values of each input column. It is an ordinary class, which Kryo can read.
 */
public final class MissingCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, Long> missing = new TreeMap<>();
  private final TreeMap<Integer, Long> values = new TreeMap<>();

  /** Counts the values of a row in the columns that may have missing ones. */
  public void add(RawExample row, ExampleFieldKinds kinds, FieldSchema schema) {
    List<RawField> inputs = row.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (kinds.inputs().columns().get(i).allowsMissing()) {
        add(i, inputs.get(i), schema.part(i));
      }
    }
  }

  private void add(int column, RawField field, FieldSchema schema) {
    if (field instanceof RawField.Texts texts) {
      long count = texts.texts().stream().filter(Vocabulary.MISSING::equals).count();
      add(column, count, texts.texts().size());
    } else if (field instanceof RawField.Numbers numbers) {
      long count = Arrays.stream(numbers.values()).filter(Double::isNaN).count();
      add(column, count, numbers.values().length);
    } else if (field instanceof RawField.Missing none
        && schema instanceof FieldSchema.Numbers numbers) {
      long count = (long) none.steps() * numbers.scale().width();
      add(column, count, count);
    }
  }

  private void add(int column, long missingValues, long allValues) {
    missing.merge(column, missingValues, Long::sum);
    values.merge(column, allValues, Long::sum);
  }

  /** Adds the counts of other rows of the table. */
  public void addAll(MissingCounts other) {
    other.missing.forEach((column, count) -> add(column, count, other.values.get(column)));
  }

  /** Returns the number of missing values of each column that may have them, by its name. */
  public Map<String, Long> byColumn(InputColumns inputs) {
    Map<String, Long> counts = new LinkedHashMap<>();
    missing.forEach((column, count) -> counts.put(inputs.names().get(column), count));
    return counts;
  }

  /** Returns a line for each column that has missing values. */
  public List<String> lines(ExampleFieldKinds kinds) {
    List<String> lines = new ArrayList<>();
    missing.forEach(
        (column, count) -> {
          if (count > 0) {
            InputSettings input = kinds.inputs().columns().get(column);
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d values are missing; each is %s",
                    kinds.inputName(column),
                    count,
                    values.get(column),
                    replacement(input)));
          }
        });
    return lines;
  }

  private static String replacement(InputSettings input) {
    if (!input.kind().isNumeric()) {
      return "the entry " + Vocabulary.MISSING;
    }
    boolean median = input.normalise() && input.scaling() == InputSettings.Scaling.ROBUST;
    return (median ? "the median" : "the mean")
        + " of the training rows"
        + (input.missing() == InputSettings.Missing.INDICATE ? ", and is indicated" : "");
  }
}
