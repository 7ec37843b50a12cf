package dev.unfold.driver.prediction;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import dev.unfold.worker.settings.CorpusSettings.Format;
import dev.unfold.worker.settings.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that are written: those of a table, and the predictions behind them.
 *
 * @param predicted the columns of the predictions
 * @param output where they go
 * @param named whether the columns of the table have names in the output
 */
record OutputColumns(PredictedColumns predicted, PredictionOutput output, boolean named) {
  private static final String FORMAT = "--output-format";
  private static final Predicate<String> BREAKS_TSV = Pattern.compile("[\\t\\n\\r]").asPredicate();
  private static final Predicate<String> HAS_SPACE = Pattern.compile("\\s").asPredicate();

  /**
   * All columns of the output.
   *
   * @param table the columns of the table
   * @throws dev.unfold.worker.settings.InvalidSettingException if the output cannot hold them
   */
  StructType behind(StructType table) {
    requireNamesOfTheirOwn(table);
    if (output.isFlat()) {
      requirePlain(table);
    }
    if (output.format() == Format.TSV) {
      requireNoBreaks(table);
    }
    StructType columns = table;
    for (StructField field : predicted.fields()) {
      columns = columns.add(field);
    }
    return columns;
  }

  private void requireNamesOfTheirOwn(StructType table) {
    List<String> names = List.of(table.fieldNames());
    List<String> taken =
        predicted.fields().stream()
            .map(StructField::name)
            .filter(name -> names.stream().anyMatch(name::equalsIgnoreCase))
            .toList();
    require(
        taken.isEmpty(),
        "--prediction-column",
        "a name that makes no column that the input has, since the input has "
            + names
            + " and the output would have a second "
            + String.join(", ", taken),
        output.column());
  }

  private void requirePlain(StructType table) {
    List<String> others =
        Arrays.stream(table.fields())
            .filter(
                field ->
                    !(field.dataType() instanceof AtomicType)
                        || field.dataType() instanceof BinaryType)
            .map(StructField::name)
            .toList();
    require(
        others.isEmpty(),
        FORMAT,
        "json or parquet, since the columns " + others + " of the input are no plain values",
        SettingKeys.of(output.format()));
    Optional<String> tag =
        predicted.joinsTags() ? predicted.texts().filter(HAS_SPACE).findFirst() : Optional.empty();
    require(
        tag.isEmpty(),
        FORMAT,
        "json or parquet, since blanks divide tags and the model has the tag \""
            + tag.orElse("")
            + '"',
        SettingKeys.of(output.format()));
  }

  private void requireNoBreaks(StructType table) {
    List<String> names =
        named ? Arrays.stream(table.fieldNames()).filter(BREAKS_TSV).toList() : List.of();
    require(
        names.isEmpty() && !BREAKS_TSV.test(output.column()),
        FORMAT,
        "json, parquet or csv, since names of columns have tabs or line breaks",
        SettingKeys.of(output.format()));
    require(
        predicted.texts().noneMatch(BREAKS_TSV),
        FORMAT,
        "json, parquet or csv, since the model predicts tabs or line breaks",
        SettingKeys.of(output.format()));
  }
}
