package dev.unfold.ml.column;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a dataset.
 *
 * @param schema the columns
 */
public record DatasetColumns(StructType schema) {
  /**
   * Returns a column.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public StructField require(String name) {
    List<String> names = Arrays.asList(schema.fieldNames());
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "expected a column " + name + ", found the columns " + names);
    }
    return schema.apply(name);
  }

  /**
   * Returns these columns, followed by others.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public StructType with(List<StructField> others) {
    StructType all = schema;
    for (StructField field : others) {
      if (Arrays.stream(all.fieldNames()).anyMatch(field.name()::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "expected no column "
                + field.name()
                + ", since the predictions have one, found one;"
                + " set another name, such as with setPredictionCol");
      }
      all = all.add(field);
    }
    return all;
  }
}
