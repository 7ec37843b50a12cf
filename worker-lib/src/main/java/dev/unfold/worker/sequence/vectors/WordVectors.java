package dev.unfold.worker.sequence.vectors;

import java.io.IOException;

/** The words and vectors of a file that has been opened, which are read once. */
public interface WordVectors {
  /** Receives words with their vectors. */
  interface Receiver {
    /** Returns whether the vector of a word is needed; that of others is not read. */
    boolean needs(String word);

    /**
     * Receives the vector of a word that is needed.
     *
     * @param vector its finite numbers, [width]; valid during the call only
     */
    void accept(String word, float[] vector);
  }

  /** Returns the number of values of each vector, at least 1. */
  int width();

  /**
   * Reads the file to its end.
   *
   * @return the number of words in the file
   * @throws WordVectorFormatException if the file is damaged
   * @throws IOException if it cannot be read
   */
  long read(Receiver receiver) throws IOException;
}
