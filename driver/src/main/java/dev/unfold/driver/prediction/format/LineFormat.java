package dev.unfold.driver.prediction.format;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** A text file format with one record, of one or several lines, for each row. */
public interface LineFormat extends Serializable {
  /** Returns the line that each file begins with, if the format has one. */
  Optional<String> header();

  /** Returns a row as text, without the line feed at its end. */
  String line(Row row);
}
