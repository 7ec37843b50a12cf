package dev.unfold.driver.training;

import dev.unfold.worker.error.ErrorKind;

/** The run directory holds a run of another configuration; the message names what differs. */
public final class OtherRunException extends TrainingException {
  private static final long serialVersionUID = 1L;

  OtherRunException(String message) {
    super(ErrorKind.CONFIGURATION, message);
  }
}
