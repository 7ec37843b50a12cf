package dev.unfold.driver.prediction.column;

import dev.unfold.worker.prediction.Prediction;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;

/** The columns that are written for the predictions of a model. */
public interface OutputValues extends Serializable {
  /** Returns the columns, in their order. */
  List<StructField> fields();

  /** Returns the values of the columns; nulls where nothing is predicted. */
  List<Object> values(Optional<Prediction> prediction);

  /** Returns the texts that a value may be; empty if it is not text. */
  List<String> texts();

  /** Returns whether several tags are one text, with a blank between them. */
  boolean joinsTags();
}
