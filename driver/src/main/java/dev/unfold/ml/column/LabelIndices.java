package dev.unfold.ml.column;

import dev.unfold.driver.corpus.query.SparkTable;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
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
}
