package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.CorpusSettings.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Tables as Spark reads them.
 *
 * @param settings of a table that Spark knows
 */
record TableFiles(CorpusSettings settings) {
  /** The column where Spark puts a line that is no row of the table. */
  static final String CORRUPT = "_corrupt_record";

  private static final String NOTHING = "";

  /**
   * The rows of files, in no certain order.
   *
   * @throws CorpusException if Spark would pass over one
   */
  Dataset<Row> load(List<SourceFile> files) throws CorpusException {
    requireSeen(files);
    String[] paths = files.stream().map(file -> escaped(file.path())).toArray(String[]::new);
    return switch (settings.format()) {
      case JSON -> json().json(paths);
      case PARQUET -> session().read().parquet(paths);
      case CSV, TSV -> {
        StructType columns = separated().csv(paths).schema();
        yield separated().schema(withCorrupt(columns)).csv(paths);
      }
      case CONLL, TEXT -> throw unknown();
    };
  }

  /**
   * The rows of one of the files, in their order.
   *
   * @param columns of all of them
   */
  Dataset<Row> load(SourceFile file, StructType columns) {
    String path = escaped(file.path());
    return switch (settings.format()) {
      case JSON -> json().schema(withCorrupt(columns)).json(path);
      case PARQUET -> session().read().schema(columns).parquet(path);
      case CSV, TSV -> separated().schema(withCorrupt(columns)).csv(path);
      case CONLL, TEXT -> throw unknown();
    };
  }

  private static DataFrameReader json() {
    return session().read().option("columnNameOfCorruptRecord", CORRUPT);
  }

  /** The columns are those of the first file; a line with more or fewer is kept apart. */
  private DataFrameReader separated() {
    DataFrameReader reader =
        session()
            .read()
            .option("header", settings.header())
            .option("enforceSchema", false)
            .option("columnNameOfCorruptRecord", CORRUPT);
    return settings.format() == Format.CSV
        ? reader.option("sep", ",").option("escape", "\"")
        : reader.option("sep", "\t").option("quote", NOTHING);
  }

  private static StructType withCorrupt(StructType columns) {
    return columns.add(CORRUPT, DataTypes.StringType);
  }

  private IllegalStateException unknown() {
    return new IllegalStateException(settings.format() + " is no table of Spark");
  }

  /** Of the context that is there: a builder that does not know it would warn of it. */
  private static SparkSession session() {
    return SparkSession.builder().sparkContext(SparkContext.getOrCreate()).getOrCreate();
  }

  /**
   * The names of the columns as users know them: numbers from 1 where there is no header.
   *
   * @param columns of the files
   */
  List<String> names(StructType columns) {
    List<String> names = new ArrayList<>(Arrays.asList(columns.fieldNames()));
    names.remove(CORRUPT);
    boolean numbered =
        !settings.header() && (settings.format() == Format.CSV || settings.format() == Format.TSV);
    return numbered ? names.stream().map(each -> "" + (names.indexOf(each) + 1)).toList() : names;
  }

  /**
   * The place of a column.
   *
   * @throws CorpusException if there is none of that name
   */
  int indexOf(String name, List<SourceFile> files, StructType columns) throws CorpusException {
    List<String> names = names(columns);
    int index = names.indexOf(name);
    if (index < 0) {
      throw new CorpusException(
          ErrorKind.CONFIGURATION,
          "no column " + name + " in " + files.get(0).path() + ", found the columns " + names);
    }
    return index;
  }

  static CorpusException corrupt(String file, String line) {
    return new CorpusException(file + ": not a row of the table: " + TableRow.shown(line));
  }

  /** A value with lists as Java has them. */
  static Object plain(Object value) {
    if (value instanceof Seq<?> sequence) {
      return JavaConverters.seqAsJavaList(sequence).stream().map(TableFiles::plain).toList();
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
