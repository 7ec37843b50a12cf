package dev.unfold.driver.prediction.stream;

import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.worker.prediction.ExampleNetwork;
import java.io.Serializable;

/** The columns of the predictions of any model that reads a stream. */
public interface StreamColumns extends Serializable {
  /** Returns the columns of a network. */
  OutputValues of(ExampleNetwork network);
}
