package dev.unfold.driver.prediction;

import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Writes tables.
 *
 * @param header whether files of csv and tsv begin with the names of the columns
 */
record PredictionWriter(PredictionOutput output, boolean header) {
  private static final String NOTHING = "";

  void write(Dataset<Row> table) {
    DataFrameWriter<Row> writer = table.write().mode(SaveMode.ErrorIfExists);
    switch (output.format()) {
      case JSON -> writer.option("ignoreNullFields", false).json(output.path());
      case PARQUET -> writer.parquet(output.path());
      case CSV -> separated(writer).option("escape", "\"").csv(output.path());
      case TSV ->
          separated(writer)
              .option("sep", "\t")
              .option("quote", NOTHING)
              .option("emptyValue", NOTHING)
              .csv(output.path());
      case CONLL, TEXT -> throw new IllegalStateException(output.format() + " is not written");
    }
  }

  private DataFrameWriter<Row> separated(DataFrameWriter<Row> writer) {
    return writer
        .option("header", header)
        .option("ignoreLeadingWhiteSpace", false)
        .option("ignoreTrailingWhiteSpace", false);
  }
}
