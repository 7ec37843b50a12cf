package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.CorpusSettings.Format;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Reads the rows of tables, each time it is asked to; nothing is kept. */
final class TableReader {
  private static final int INPUT = 0;
  private static final int TARGET = 1;
  private static final int FILE = 2;
  private static final int CORRUPT_TEXT = 3;

  private final JavaSparkContext spark;
  private final CorpusSettings settings;

  TableReader(JavaSparkContext spark, CorpusSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * The rows, in no certain order.
   *
   * @throws CorpusException if the table has no such columns
   */
  JavaRDD<TableRow> read(List<SourceFile> files) throws CorpusException {
    if (settings.format() == Format.CONLL) {
      return sentences(
          spark, files, ConllColumns.of(settings.input().column(), settings.target().column()));
    }
    TableFiles tables = new TableFiles(settings);
    Dataset<Row> table = tables.load(files);
    Column target =
        settings.target().kind().hasColumn()
            ? column(tables, files, table, settings.target().column())
            : functions.lit(null);
    boolean mayBeCorrupt = Arrays.asList(table.columns()).contains(TableFiles.CORRUPT);
    Column corrupt = mayBeCorrupt ? table.col(TableFiles.CORRUPT) : functions.lit(null);
    Column input = column(tables, files, table, settings.input().column());
    return table
        .select(input, target, functions.input_file_name(), corrupt.cast(DataTypes.StringType))
        .toJavaRDD()
        .map(TableReader::row);
  }

  /** The sentences of files, in their order. */
  static JavaRDD<TableRow> sentences(
      JavaSparkContext spark, List<SourceFile> files, ConllColumns columns) {
    ShippedConfiguration shipped = ShippedConfiguration.of(spark.hadoopConfiguration());
    List<Integer> indices = IntStream.range(0, files.size()).boxed().toList();
    return spark
        .parallelize(indices, files.size())
        .flatMap(index -> new ConllRows(files.get(index), columns, shipped.open()));
  }

  private static Column column(
      TableFiles tables, List<SourceFile> files, Dataset<Row> table, String name)
      throws CorpusException {
    int index = tables.indexOf(name, files, table.schema());
    return table.col("`" + name(table, index).replace("`", "``") + "`");
  }

  private static String name(Dataset<Row> table, int index) {
    return Arrays.stream(table.columns())
        .filter(each -> !each.equals(TableFiles.CORRUPT))
        .toList()
        .get(index);
  }

  private static TableRow row(Row row) throws CorpusException {
    if (!row.isNullAt(CORRUPT_TEXT)) {
      throw TableFiles.corrupt(row.getString(FILE), row.getString(CORRUPT_TEXT));
    }
    return new TableRow(
        row.getString(FILE),
        TableFiles.plain(row.get(INPUT)),
        TableFiles.plain(row.get(TARGET)),
        0);
  }
}
