package dev.unfold.driver.training;

import java.io.IOException;

/** Training cannot go on, for a reason that the user can mend; the message says which. */
public class TrainingException extends IOException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
