package dev.unfold.driver.corpus.query;

import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The version of a table that is read: of a Delta table its version, of an Iceberg table its
 * snapshot. A table without versions, or one that the options of the source pin, is read as it is.
 *
 * @param kind {@code delta} or {@code iceberg}; empty if there is none
 * @param number the version or the identifier of the snapshot
 * @param committed the time of the newest version of a Delta table in milliseconds since 1970,
 *     since a table that is created again counts from 0; otherwise 0
 */
record TableVersion(String kind, long number, long committed) {
  private static final String DELTA = "delta";
  private static final String ICEBERG = "iceberg";
  private static final Set<String> PINS =
      Set.of("versionasof", "timestampasof", "snapshot-id", "as-of-timestamp", "branch", "tag");

  private static final Pattern PINNED = Pattern.compile("(.+)(@v(\\d{1,19}))", Pattern.DOTALL);

  /**
   * A table and the version of it that is read.
   *
   * @param location the location of the table, without the version
   */
  record Located(String location, TableVersion version) {}

  /** Returns the version that a location ends with, such as {@code @v12}; otherwise the newest. */
  static Located locate(SparkSession session, CorpusSettings settings, String location)
      throws IOException {
    Matcher pinned = PINNED.matcher(location);
    if (pinned.matches()) {
      String table = pinned.group(1);
      TableVersion newest = newest(session, settings, table);
      if (newest.exists()) {
        long number = Long.parseUnsignedLong(pinned.group(3));
        return new Located(table, new TableVersion(newest.kind(), number, 0));
      }
    }
    return new Located(location, newest(session, settings, location));
  }

  /** Returns a location with the version at the end of another one, which may have none. */
  static String pinned(String location, String other) {
    Matcher version = PINNED.matcher(other);
    Matcher own = PINNED.matcher(location);
    return (own.matches() ? own.group(1) : location) + (version.matches() ? version.group(2) : "");
  }

  /**
   * Returns the newest version of a table.
   *
   * @throws IOException if Spark cannot find it now, which may be different later
   */
  private static TableVersion newest(SparkSession session, CorpusSettings settings, String location)
      throws IOException {
    Set<String> options = settings.source().optionsByName().keySet();
    if (options.stream().anyMatch(option -> PINS.contains(option.toLowerCase(Locale.ROOT)))) {
      return none();
    }
    try {
      return settings.format() == CorpusFormat.TABLE
          ? SqlSession.withNamesOfTables(session, () -> ofTable(session, location))
          : ofSource(session, settings.source().format(), location);
    } catch (Exception e) {
      if (QueryFailure.isOfSettings(e)) { // such as a missing table, which reading it reports
        return none();
      }
      throw QueryFailure.ofFinding(location, e);
    }
  }

  private static TableVersion none() {
    return new TableVersion("", 0, 0);
  }

  /** Returns whether the table has versions, and the settings do not pin one. */
  boolean exists() {
    return !kind.isEmpty();
  }

  /** Returns the end of a location that pins this version; empty if there is none. */
  String suffix() {
    return exists() ? "@v" + number : "";
  }

  private static TableVersion ofTable(SparkSession session, String name) throws Exception {
    return switch (provider(session, name)) {
      case DELTA -> delta(session, "forName", name);
      case ICEBERG -> iceberg(session.table(name + ".refs"));
      default -> none();
    };
  }

  /** Returns the lower-cased format of a table in a catalog, without a job of Spark. */
  private static String provider(SparkSession session, String name) {
    // The result of the command is at hand; a query over it would be a job for each of its parts.
    // The columns of the table come first, one of which may also be named Provider.
    return session.sql("DESCRIBE TABLE EXTENDED " + name).collectAsList().stream()
        .filter(row -> row.<String>getAs("col_name").equals("Provider"))
        .map(row -> row.<String>getAs("data_type").toLowerCase(Locale.ROOT))
        .reduce("", (first, last) -> last);
  }

  private static TableVersion ofSource(SparkSession session, String format, String location)
      throws Exception {
    if (format.equals(DELTA)) {
      return delta(session, "forPath", location);
    }
    return format.equals(ICEBERG)
        ? iceberg(
            session.read().format(ICEBERG).load(location + (isPath(location) ? "#" : ".") + "refs"))
        : none();
  }

  /** Returns whether a location of Iceberg is a path; otherwise it is a name in a catalog. */
  private static boolean isPath(String location) {
    return location.contains("/");
  }

  /** Asks the library of Delta, which is on the class path of the table's users only. */
  private static TableVersion delta(SparkSession session, String method, String table)
      throws Exception {
    Class<?> type =
        Class.forName(
            "io.delta.tables.DeltaTable", true, Thread.currentThread().getContextClassLoader());
    Object found =
        type.getMethod(method, SparkSession.class, String.class).invoke(null, session, table);
    Dataset<?> history = (Dataset<?>) type.getMethod("history", int.class).invoke(found, 1);
    Row newest = (Row) history.head();
    long committed = newest.<Timestamp>getAs("timestamp").getTime();
    return new TableVersion(DELTA, newest.<Long>getAs("version"), committed);
  }

  /**
   * Returns the snapshot of the main branch, which need not be the newest one.
   *
   * @param references the metadata table of branches and tags
   */
  private static TableVersion iceberg(Dataset<Row> references) {
    List<Row> main = references.where("name = 'main'").takeAsList(1);
    return main.isEmpty()
        ? none() // a table that never had rows
        : new TableVersion(ICEBERG, main.get(0).<Long>getAs("snapshot_id"), 0);
  }

  /** Returns the table of a catalog in this version. */
  Dataset<Row> table(SparkSession session, String name) throws Exception {
    return SqlSession.withNamesOfTables(
        session,
        () ->
            exists()
                ? session.sql("SELECT * FROM " + name + " VERSION AS OF " + number)
                : session.table(name));
  }

  /** Returns the options with which a source reads this version. */
  Map<String, String> options() {
    return switch (kind) {
      case DELTA -> Map.of("versionAsOf", Long.toString(number));
      case ICEBERG -> Map.of("snapshot-id", Long.toString(number));
      default -> Map.of();
    };
  }

  /** Returns the version in words, for provenance. */
  Optional<String> described() {
    return switch (kind) {
      case DELTA -> Optional.of("delta version " + number);
      case ICEBERG -> Optional.of("iceberg snapshot " + number);
      default -> Optional.empty();
    };
  }
}
