package dev.unfold.dl4j.master;

/** Sequence positions of which no order of training can be made; the message says which. */
public final class SequenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SequenceException(String message) {
    super(message);
  }
}
