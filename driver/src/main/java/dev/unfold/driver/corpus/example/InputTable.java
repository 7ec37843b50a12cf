package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.CorpusSettings.Format;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * A table of whose rows something is to be predicted: rows in the order of their files, which are
 * read one by one since Spark keeps no order between files.
 *
 * @param columns of the table, without the target where the format is conll and has none
 * @param rows read anew each time
 */
public record InputTable(StructType columns, JavaRDD<InputRow> rows) {
  /**
   * Opens a table.
   *
   * @param files sorted
   * @param settings of the table; a target in a column of conll is kept where there is one
   * @throws CorpusException if it has no such input
   */
  public static InputTable open(
      JavaSparkContext spark, List<SourceFile> files, CorpusSettings settings)
      throws CorpusException {
    return settings.format() == Format.CONLL
        ? sentences(spark, files, settings)
        : table(spark, files, settings);
  }

  private static InputTable sentences(
      JavaSparkContext spark, List<SourceFile> files, CorpusSettings settings)
      throws CorpusException {
    ConllColumns read =
        ConllColumns.of(settings.input().column(), settings.target().column())
            .withoutNeedOfTarget();
    DataType texts = DataTypes.createArrayType(DataTypes.StringType);
    StructType columns = new StructType().add("words", texts).add("tags", texts);
    return new InputTable(
        columns, TableReader.sentences(spark, files, read).map(InputTable::sentence));
  }

  private static InputRow sentence(TableRow row) {
    return new InputRow(
        row.file(), row.input(), RowFactory.create(texts(row.input()), texts(row.target())));
  }

  private static Object[] texts(Object list) {
    return list == null ? null : ((List<?>) list).toArray();
  }

  private static InputTable table(
      JavaSparkContext spark, List<SourceFile> files, CorpusSettings settings)
      throws CorpusException {
    TableFiles tables = new TableFiles(settings);
    StructType found = tables.load(files).schema();
    int input = tables.indexOf(settings.input().column(), files, found);
    List<String> names = tables.names(found);
    StructType read = new StructType();
    StructType columns = new StructType();
    for (StructField field : found.fields()) {
      if (!field.name().equals(TableFiles.CORRUPT)) {
        columns = columns.add(names.get(read.size()), field.dataType());
        read = read.add(field);
      }
    }
    List<JavaRDD<InputRow>> rows = new ArrayList<>();
    for (SourceFile file : files) {
      Rows ofFile = new Rows(file.path(), input, read.size());
      rows.add(tables.load(file, read).toJavaRDD().map(ofFile::of));
    }
    return new InputTable(columns, spark.union(JavaConverters.asScalaBuffer(rows)));
  }

  /**
   * The rows of a file.
   *
   * @param input place of its column
   * @param columns of the table; what is behind them is a line that is no row
   */
  private record Rows(String file, int input, int columns) implements Serializable {
    InputRow of(Row row) throws CorpusException {
      if (row.size() > columns && !row.isNullAt(columns)) {
        throw TableFiles.corrupt(file, row.getString(columns));
      }
      Object[] values = new Object[columns];
      for (int i = 0; i < columns; i++) {
        values[i] = row.get(i);
      }
      return new InputRow(file, TableFiles.plain(row.get(input)), RowFactory.create(values));
    }
  }
}
