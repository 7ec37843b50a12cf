package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.Chunk;
import java.util.BitSet;
import java.util.OptionalInt;

/** The classes that a sequence has had, where a network predicts the class of its next step. */
final class SeenClasses {
  private final OptionalInt input;
  private final OptionalInt boundary;
  private final BitSet seen = new BitSet();

  private SeenClasses(OptionalInt input, OptionalInt boundary) {
    this.input = input;
    this.boundary = boundary;
  }

  /** Returns a set to which nothing is ever added. */
  static SeenClasses ignored() {
    return new SeenClasses(OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Returns an empty set of the classes of an input.
   *
   * @param input the index among the inputs of tokens
   * @param boundary the class of the end of a sequence, which is never added
   */
  static SeenClasses of(int input, OptionalInt boundary) {
    return new SeenClasses(OptionalInt.of(input), boundary);
  }

  /** Adds the class of the next step of the sequence, and returns all so far. */
  BitSet after(Chunk chunk, int position) {
    if (input.isPresent()) {
      int id = chunk.inputs(input.getAsInt())[position];
      if (boundary.isEmpty() || id != boundary.getAsInt()) {
        seen.set(id);
      }
    }
    return seen;
  }
}
