package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.table.FileTable;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.driver.prediction.format.DelimitedLineFormat;
import dev.unfold.driver.prediction.format.JsonLineFormat;
import dev.unfold.driver.prediction.format.LineFormat;
import dev.unfold.driver.storage.file.TextOutputFolder;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Writes tables, one file per partition. Lines are formatted here and not by Spark, whose writer of
 * delimited values uses quotes, escapes and comments that the formats do not have.
 *
 * @param named whether csv and tsv files begin with the names of the columns
 */
record PredictionWriter(JavaSparkContext spark, PredictionOutput output, boolean named) {
  /**
   * Writes rows.
   *
   * @param rows the rows, with values as they were read
   * @param columns the columns of all rows
   */
  void write(JavaRDD<Row> rows, StructType columns) {
    List<String> names = named ? List.of(columns.fieldNames()) : List.of();
    switch (output.format()) {
      case JSON -> writeLines(rows, new JsonLineFormat(columns));
      case PARQUET -> writeParquet(rows, columns);
      default -> writeLines(rows, new DelimitedLineFormat(names, output.format()));
    }
  }

  private void writeLines(JavaRDD<Row> rows, LineFormat format) {
    JavaRDD<Row> nonEmpty =
        rows.getNumPartitions() > 0 ? rows : spark.parallelize(List.<Row>of(), 1);
    TextOutputFolder.write(
        nonEmpty.mapPartitions(partition -> lines(partition, format)),
        output.path(),
        "." + SettingKeys.of(output.format()),
        spark.hadoopConfiguration());
  }

  private static Iterator<String> lines(Iterator<Row> rows, LineFormat format) {
    Iterable<Row> all = () -> rows;
    return Stream.concat(
            format.header().stream(),
            StreamSupport.stream(all.spliterator(), false).map(format::line))
        .iterator();
  }

  private void writeParquet(JavaRDD<Row> rows, StructType columns) {
    SqlSession.of(spark)
        .createDataFrame(rows.map(row -> FileTable.row(values(row), columns)), columns)
        .write()
        .option("compression", "snappy")
        .parquet(output.path());
  }

  private static Object[] values(Row row) {
    return IntStream.range(0, row.size()).mapToObj(row::get).toArray();
  }
}
