package dev.unfold.worker.prediction;

import dev.unfold.worker.generation.Beam;
import dev.unfold.worker.generation.Sampler;
import java.io.Serializable;

/** How sequences are made of sources. */
public sealed interface Decoding extends Serializable {
  /** Tokens after which a sequence is cut off. */
  int longest();

  /** Lanes that the sequences of one source take. */
  int lanes();

  /**
   * Token by token, each the most probable one or drawn.
   *
   * @param sampler with temperature 0 for the most probable; else each example has random numbers
   *     of its own, by its number
   */
  record Drawn(int longest, Sampler sampler) implements Decoding {
    @Override
    public int lanes() {
      return 1;
    }
  }

  /** By beam search. */
  record Searched(int longest, Beam beam) implements Decoding {
    @Override
    public int lanes() {
      return beam.width();
    }
  }
}
