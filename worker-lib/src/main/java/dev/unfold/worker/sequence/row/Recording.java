package dev.unfold.worker.sequence.row;

/**
 * A recording of a row.
 *
 * @param name its path, or what it is otherwise, for messages
 * @param file the bytes of its wav file
 */
public record Recording(String name, byte[] file) {
  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
