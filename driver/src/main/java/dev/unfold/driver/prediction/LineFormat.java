package dev.unfold.driver.prediction;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** A format of text files that has a line, or a record of several lines, for each row. */
interface LineFormat extends Serializable {
  /** What each file begins with. */
  Optional<String> header();

  /** A row, without the line feed behind it. */
  String line(Row row);
}
