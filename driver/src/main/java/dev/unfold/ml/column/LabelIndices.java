package dev.unfold.ml.column;

import dev.unfold.driver.corpus.query.SparkTable;
import dev.unfold.driver.execution.SparkJobs;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/**
 * Labels that are whole numbers from 0, such as those of a {@code StringIndexer}.
 *
 * @param column the column of the labels
 */
public record LabelIndices(StructField column) {
  /** The largest index that any labels may have. */
  private static final long SMALL = 999;

  /** The largest quotient of the largest index of labels and their number, above that. */
  private static final long GAPS = 2;

  /** Returns whether labels are indices: whether they are numbers. */
  public boolean present() {
    return column.dataType() instanceof NumericType;
  }

  /** Returns the texts that the indices stand for; none if the column does not have them. */
  public String[] texts() {
    if (present()
        && Attribute.fromStructField(column) instanceof NominalAttribute attribute
        && attribute.values().isDefined()) {
      Option<String[]> values = attribute.values();
      return values.get();
    }
    return new String[0];
  }

  /** Returns the labels as texts of whole numbers; another number fails the job that reads it. */
  public Column asTexts() {
    Column label = functions.col(SparkTable.quoted(column.name()));
    Column index = label.cast(DataTypes.IntegerType);
    Column fault =
        functions.raise_error(
            functions.concat(
                functions.lit(
                    "column "
                        + column.name()
                        + ": expected a label that is a whole number from 0, found "),
                label.cast(DataTypes.StringType)));
    return functions
        .when(label.isNull(), functions.lit(null).cast(DataTypes.StringType))
        .when(label.equalTo(index).and(index.geq(0)), index.cast(DataTypes.StringType))
        .otherwise(fault)
        .as(column.name());
  }

  /**
   * Requires that few numbers up to the largest label are no labels, since each has a place in the
   * vectors of a prediction: codes are not indices. A column with the texts of its indices has no
   * codes; the others are read once.
   *
   * @throws IllegalArgumentException if there are many
   * @throws IOException if the rows cannot be read
   */
  public void requireFewGaps(Dataset<Row> rows) throws IOException {
    if (!present() || texts().length > 0) {
      return;
    }
    Column label = functions.col(SparkTable.quoted(column.name())).cast(DataTypes.DoubleType);
    Row labels =
        SparkJobs.named(
            new JavaSparkContext(rows.sparkSession().sparkContext()),
            "counting the labels",
            () -> rows.agg(functions.max(label), functions.count_distinct(label)).head());
    double largest = labels.isNullAt(0) ? 0 : labels.getDouble(0);
    boolean whole = largest == Math.rint(largest);
    if (whole && largest > Math.max(SMALL, GAPS * labels.getLong(1))) {
      throw new IllegalArgumentException(
          "column "
              + column.name()
              + ": expected labels that are whole numbers from 0 with few gaps, such as those of a"
              + " StringIndexer, found the label "
              + "%.0f".formatted(largest)
              + " among "
              + labels.getLong(1)
              + " different ones; index the column");
    }
  }
}
