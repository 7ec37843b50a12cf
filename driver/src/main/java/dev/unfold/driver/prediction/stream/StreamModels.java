package dev.unfold.driver.prediction.stream;

import java.io.IOException;
import java.io.Serializable;

/** The models by which the micro-batches of a query are read. Each process has one object. */
interface StreamModels extends Serializable {
  /**
   * Returns the model of the micro-batch of the calling task.
   *
   * @throws IOException if it cannot be read
   */
  StreamModel current() throws IOException;
}
