package dev.unfold.driver.execution;

import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Creates Spark SQL sessions in which no default of a cluster changes what is read or written:
 * every option that could do so is set.
 */
public final class SqlSession {
  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry(CASE_SENSITIVE, "true"),
          Map.entry("spark.sql.session.timeZone", "UTC"),
          Map.entry("spark.sql.timestampType", "TIMESTAMP_LTZ"),
          Map.entry("spark.sql.datetime.java8API.enabled", "false"),
          Map.entry("spark.sql.ansi.enabled", "false"),
          Map.entry("spark.sql.files.ignoreCorruptFiles", "false"),
          Map.entry("spark.sql.files.ignoreMissingFiles", "false"),
          Map.entry("spark.sql.parquet.mergeSchema", "false"),
          Map.entry("spark.sql.parquet.enableVectorizedReader", "false"),
          Map.entry("spark.sql.parquet.filterPushdown", "false"),
          Map.entry("spark.sql.parquet.binaryAsString", "false"),
          Map.entry("spark.sql.parquet.int96AsTimestamp", "true"),
          Map.entry("spark.sql.parquet.int96TimestampConversion", "false"),
          Map.entry("spark.sql.parquet.int96RebaseModeInRead", "CORRECTED"),
          Map.entry("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED"),
          Map.entry("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED"),
          Map.entry("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED"),
          Map.entry("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
          Map.entry("spark.sql.parquet.inferTimestampNTZ.enabled", "true"),
          Map.entry("spark.sql.parquet.fieldId.read.enabled", "false"),
          Map.entry("spark.sql.parquet.respectSummaryFiles", "false"),
          Map.entry("spark.sql.parquet.writeLegacyFormat", "false"),
          Map.entry("spark.sql.legacy.parquet.nanosAsLong", "false"),
          Map.entry("spark.sql.legacy.charVarcharAsString", "false"));

  private SqlSession() {}

  /** Returns a new session in an existing context. */
  public static SparkSession of(JavaSparkContext spark) {
    SparkSession session =
        SparkSession.builder().sparkContext(spark.sc()).getOrCreate().newSession();
    OPTIONS.forEach(session.conf()::set);
    return session;
  }

  /**
   * Returns a new session with the catalogs, functions and temporary views of the default session.
   */
  public static SparkSession like(JavaSparkContext spark) {
    SparkSession session =
        SparkSession.builder().sparkContext(spark.sc()).getOrCreate().cloneSession();
    OPTIONS.forEach(session.conf()::set);
    return session;
  }

  /**
   * Runs a call that finds tables by their names, with the case sensitivity of the default session:
   * without it, Spark keeps the names of tables in lower case, in which a case-sensitive session
   * would not look for them. Names of columns stay case-sensitive.
   *
   * @param session a session {@link #like} the default one
   */
  public static <T> T withNamesOfTables(SparkSession session, Callable<T> call) throws Exception {
    SparkSession user = SparkSession.builder().sparkContext(session.sparkContext()).getOrCreate();
    session.conf().set(CASE_SENSITIVE, user.conf().get(CASE_SENSITIVE));
    try {
      return call.call();
    } finally {
      session.conf().set(CASE_SENSITIVE, OPTIONS.get(CASE_SENSITIVE));
    }
  }

  /** Sets the options for calls of the running task to Spark SQL outside of a query. */
  public static void applyToTask() {
    TaskContext.get().getLocalProperties().putAll(OPTIONS);
  }
}
