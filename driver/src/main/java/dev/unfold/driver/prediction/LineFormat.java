package dev.unfold.driver.prediction;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** A text file format with one record, of one or several lines, for each row. */
interface LineFormat extends Serializable {
  /** Returns the line that each file begins with, if the format has one. */
  Optional<String> header();

  /** Returns a row as text, without the line feed at its end. */
  String line(Row row);
}
