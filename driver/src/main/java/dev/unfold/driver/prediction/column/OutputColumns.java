package dev.unfold.driver.prediction.column;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.Whitespace;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the output: those of a table, followed by the predictions.
 *
 * @param predicted the columns of the predictions
 * @param output the output
 * @param named whether the columns of the table have names in the output
 */
public record OutputColumns(OutputValues predicted, PredictionOutput output, boolean named) {
  private static final Predicate<String> BREAKS_TSV = Pattern.compile("[\\t\\n\\r]").asPredicate();

  /**
   * Rejects labels, tags and tokens that the format cannot represent.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the model may predict
   *     one
   */
  public void requireTexts() {
    Optional<String> tag =
        predicted.joinsTags()
            ? predicted.texts().stream().filter(OutputColumns::hasSpace).findFirst()
            : Optional.empty();
    requireFormat(
        tag.isEmpty(),
        "json or parquet, since tags are separated by blanks and the model has the tag \""
            + tag.orElse("")
            + '"');
    requireFormat(
        output.format() != CorpusFormat.TSV || predicted.texts().stream().noneMatch(BREAKS_TSV),
        "tsv-escaped, csv, json or parquet, since the model predicts tabs or line breaks");
  }

  /**
   * Returns the columns of a table followed by those of the predictions.
   *
   * @param table the columns of the table
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the output cannot
   *     represent them
   */
  public StructType appendedTo(StructType table) {
    requireDistinctNames(table);
    requireFlat(table);
    StructType columns = table;
    for (StructField field : predicted.fields()) {
      columns = columns.add(field);
    }
    return columns;
  }

  private static boolean hasSpace(String text) {
    return text.codePoints().anyMatch(Whitespace::is);
  }

  private void requireDistinctNames(StructType table) {
    List<String> names = List.of(table.fieldNames());
    List<String> taken =
        predicted.fields().stream()
            .map(StructField::name)
            .filter(name -> names.stream().anyMatch(name::equalsIgnoreCase))
            .toList();
    require(
        taken.isEmpty(),
        "--prediction-column",
        "another name, since the input has the columns "
            + names
            + " and the output would have a second "
            + String.join(", ", taken),
        output.column());
  }

  private void requireFlat(StructType table) {
    List<String> nested =
        Arrays.stream(table.fields())
            .filter(field -> !isPlain(field.dataType()))
            .map(StructField::name)
            .toList();
    requireFormat(
        nested.isEmpty() || !output.isFlat(),
        "json or parquet, since the columns " + nested + " of the input are not plain values");
    boolean breaks = named && Arrays.stream(table.fieldNames()).anyMatch(BREAKS_TSV);
    requireFormat(
        output.format() != CorpusFormat.TSV || !(breaks || BREAKS_TSV.test(output.column())),
        "tsv-escaped, csv, json or parquet, since names of columns have tabs or line breaks");
  }

  private static boolean isPlain(DataType type) {
    return type instanceof AtomicType && !(type instanceof BinaryType);
  }

  private void requireFormat(boolean valid, String expected) {
    require(valid, "--output-format", expected, SettingKeys.of(output.format()));
  }
}
