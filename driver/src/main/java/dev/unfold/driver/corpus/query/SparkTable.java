package dev.unfold.driver.corpus.query;

import dev.unfold.driver.corpus.table.RowCondition;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table that Spark reads, before its rows are computed.
 *
 * @param name the name of the table, for messages
 * @param rows the rows; each use computes them again
 * @param origin what is known of the origin of the rows, without secrets
 */
public record SparkTable(String name, Dataset<Row> rows, Map<String, Object> origin) {
  /**
   * Finds the training table of settings.
   *
   * @throws CorpusException if there is no such table, or the condition is wrong
   * @throws IOException if Spark cannot find it now, which may be different later
   */
  public static SparkTable open(JavaSparkContext spark, CorpusSettings settings)
      throws IOException {
    SparkSession session = SqlSession.like(spark);
    List<String> versions = new ArrayList<>();
    Dataset<Row> all = null;
    for (String location : settings.train()) {
      TableVersion.Located table = TableVersion.locate(session, settings, location);
      table.version().described().ifPresent(versions::add);
      Dataset<Row> one = found(location, () -> read(session, settings, table));
      all = all == null ? one : united(all, one, location, settings.train().get(0));
    }
    String where = settings.where().train();
    String name = shown(settings.train().get(0));
    Dataset<Row> selected = where.isEmpty() ? all : selected(name, all, where);
    return new SparkTable(name, selected, origin(settings, versions));
  }

  private static Dataset<Row> read(
      SparkSession session, CorpusSettings settings, TableVersion.Located table) throws Exception {
    return settings.format() == CorpusFormat.TABLE
        ? table.version().table(session, table.location())
        : session
            .read()
            .format(settings.source().format())
            .options(table.version().options())
            .options(settings.source().optionsByName())
            .option(settings.source().location(), table.location())
            .load();
  }

  /** Returns a text without secrets and with readable names of datasets. */
  public static String shown(String text) {
    return ProgramTables.readable(SourceSettings.withoutSecrets(text));
  }

  private static Dataset<Row> selected(String name, Dataset<Row> rows, String where)
      throws IOException {
    Dataset<Row> selected = found(name + " where " + where, () -> rows.where(where));
    RowCondition.requireNoName(rows.sparkSession(), where);
    return selected;
  }

  private static Dataset<Row> united(
      Dataset<Row> all, Dataset<Row> more, String location, String first) throws CorpusException {
    if (!all.schema().asNullable().equals(more.schema().asNullable())) {
      throw new CorpusException(
          shown(location)
              + ": expected the columns of "
              + shown(first)
              + ", "
              + Excerpt.oneLine(all.schema().simpleString())
              + ", found "
              + Excerpt.oneLine(more.schema().simpleString()));
    }
    return all.unionAll(more);
  }

  /** Runs a call of Spark that finds a table. */
  private static Dataset<Row> found(String what, Callable<Dataset<Row>> call) throws IOException {
    try {
      return call.call();
    } catch (Exception e) {
      throw QueryFailure.ofFinding(what, e);
    }
  }

  private static Map<String, Object> origin(CorpusSettings settings, List<String> versions) {
    Map<String, Object> origin = new LinkedHashMap<>();
    boolean source = settings.format() == CorpusFormat.SPARK;
    origin.put("format", source ? settings.source().format() : SettingKeys.of(settings.format()));
    origin.put("tables", settings.train().stream().map(SparkTable::shown).toList());
    origin.put("where", settings.where().train());
    origin.put("options", settings.source().optionsWithoutSecrets());
    origin.put("versions", List.copyOf(versions));
    return origin;
  }

  /**
   * Returns the table with given columns only.
   *
   * @param names the columns; empty for all
   * @throws CorpusException if one of them is missing, or two have its name
   */
  public SparkTable select(List<String> names) throws CorpusException {
    List<String> found = Arrays.asList(rows.columns());
    Dataset<Row> numbered =
        rows.toDF(IntStream.range(0, found.size()).mapToObj(i -> "c" + i).toArray(String[]::new));
    List<Column> columns = new ArrayList<>();
    for (String column : names.isEmpty() ? found : names) {
      int index = found.indexOf(column);
      if (index < found.lastIndexOf(column)) {
        throw new CorpusException(
            name + ": expected columns with different names, found two with the name " + column);
      }
      if (index < 0) {
        throw new CorpusException(
            ErrorKind.CONFIGURATION,
            "no column "
                + column
                + " in "
                + name
                + ", found the columns "
                + Excerpt.oneLine(found.toString()));
      }
      Column values = numbered.col("c" + index);
      boolean vector = rows.schema().apply(index).dataType().equals(SQLDataTypes.VectorType());
      columns.add((vector ? functions.vector_to_array(values, "float64") : values).as(column));
    }
    return new SparkTable(name, numbered.select(columns.toArray(Column[]::new)), origin);
  }

  /** Returns the name of a column as expressions of Spark need it, whatever characters it has. */
  public static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
