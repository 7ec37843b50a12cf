package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.CorpusSettings.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Reads the rows of tables, each time it is asked to; nothing is kept. */
final class TableReader {
  private static final String CORRUPT = "_corrupt_record";
  private static final String NOTHING = "";
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
      ConllColumns columns = ConllColumns.of(settings.input().column(), settings.target().column());
      ShippedConfiguration shipped = ShippedConfiguration.of(spark.hadoopConfiguration());
      List<Integer> indices = IntStream.range(0, files.size()).boxed().toList();
      return spark
          .parallelize(indices, files.size())
          .flatMap(index -> new ConllReader(files.get(index), columns, shipped.open()));
    }
    requireSeen(files);
    Dataset<Row> table = load(files.stream().map(file -> escaped(file.path())).toList());
    Column target =
        settings.target().kind().hasColumn()
            ? column(files, table, settings.target().column())
            : functions.lit(null);
    boolean mayBeCorrupt = Arrays.asList(table.columns()).contains(CORRUPT);
    Column corrupt = mayBeCorrupt ? table.col(CORRUPT) : functions.lit(null);
    Column input = column(files, table, settings.input().column());
    return table
        .select(input, target, functions.input_file_name(), corrupt.cast(DataTypes.StringType))
        .toJavaRDD()
        .map(TableReader::row);
  }

  private Dataset<Row> load(List<String> paths) {
    String[] all = paths.toArray(String[]::new);
    return switch (settings.format()) {
      case JSON -> session().read().option("columnNameOfCorruptRecord", CORRUPT).json(all);
      case PARQUET -> session().read().parquet(all);
      case CSV -> separated(session().read().option("sep", ",").option("escape", "\""), all);
      case TSV -> separated(session().read().option("sep", "\t").option("quote", NOTHING), all);
      case CONLL, TEXT -> throw new IllegalStateException(settings.format() + " is no table");
    };
  }

  /** The columns are those of the first file; a line with more or fewer is kept apart. */
  private Dataset<Row> separated(DataFrameReader reader, String[] paths) {
    DataFrameReader headed =
        reader
            .option("header", settings.header())
            .option("enforceSchema", false)
            .option("columnNameOfCorruptRecord", CORRUPT);
    StructType columns = headed.csv(paths).schema();
    return headed.schema(columns.add(CORRUPT, DataTypes.StringType)).csv(paths);
  }

  /** Of the context that is there: a builder that does not know it would warn of it. */
  private SparkSession session() {
    return SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
  }

  private Column column(List<SourceFile> files, Dataset<Row> table, String name)
      throws CorpusException {
    List<String> names = new ArrayList<>(Arrays.asList(table.columns()));
    names.remove(CORRUPT);
    boolean numbered =
        !settings.header() && (settings.format() == Format.CSV || settings.format() == Format.TSV);
    List<String> shown =
        numbered ? names.stream().map(each -> "" + (names.indexOf(each) + 1)).toList() : names;
    int index = shown.indexOf(name);
    if (index < 0) {
      throw new CorpusException(
          "no column " + name + " in " + files.get(0).path() + ", found the columns " + shown);
    }
    return table.col("`" + names.get(index).replace("`", "``") + "`");
  }

  private static TableRow row(Row row) throws CorpusException {
    if (!row.isNullAt(CORRUPT_TEXT)) {
      throw new CorpusException(
          row.getString(FILE)
              + ": not a row of the table: "
              + TableRow.shown(row.getString(CORRUPT_TEXT)));
    }
    return new TableRow(row.getString(FILE), plain(row.get(INPUT)), plain(row.get(TARGET)), 0);
  }

  private static Object plain(Object value) {
    if (value instanceof Seq<?> sequence) {
      return JavaConverters.seqAsJavaList(sequence).stream().map(TableReader::plain).toList();
    }
    return value;
  }

  /** Spark passes over such files without a word, also where they are named. */
  private static void requireSeen(List<SourceFile> files) throws CorpusException {
    for (SourceFile file : files) {
      String name = file.path().substring(file.path().lastIndexOf('/') + 1);
      if (name.startsWith("_") || name.startsWith(".")) {
        throw new CorpusException(
            file.path() + ": expected a name that does not begin with _ or ., found " + name);
      }
    }
  }

  /** Spark takes paths for globs. */
  private static String escaped(String path) {
    return path.replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }
}
