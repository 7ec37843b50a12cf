package dev.unfold.driver.corpus.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Datasets of a program, which have names as tables of the catalog until they are closed. */
public final class ProgramTables implements AutoCloseable {
  private static final String PREFIX = "unfold_dataset_";
  private static final Pattern NAME =
      Pattern.compile("(?:`?global_temp`?\\.)?`?" + PREFIX + "([a-z]+)_[0-9a-f]{32}`?");

  private final Map<String, SparkSession> views = new LinkedHashMap<>();

  /**
   * Adds a dataset.
   *
   * @param purpose what it is for, in lower-case letters, for messages
   * @return the name of its table
   */
  public String add(String purpose, Dataset<Row> rows) {
    String view = PREFIX + purpose + "_" + UUID.randomUUID().toString().replace("-", "");
    rows.createOrReplaceGlobalTempView(view);
    views.put(view, rows.sparkSession());
    return "global_temp." + view;
  }

  /** Returns a text in which the names of such tables are readable. */
  public static String readable(String text) {
    return NAME.matcher(text).replaceAll("the $1 dataset");
  }

  @Override
  public void close() {
    views.forEach((view, session) -> session.catalog().dropGlobalTempView(view));
  }
}
