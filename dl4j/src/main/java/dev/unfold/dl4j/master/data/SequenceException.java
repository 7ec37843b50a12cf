package dev.unfold.dl4j.master.data;

/** Thrown if sequence positions do not define an order of training; the message names them. */
public final class SequenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public SequenceException(String message) {
    super(message);
  }
}
