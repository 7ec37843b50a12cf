package dev.unfold.worker.prediction;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import java.io.Serializable;

/** The method of decoding: greedy, sampling or beam search. */
public sealed interface DecodingStrategy extends Serializable {
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
  record Drawn(int longest, ClassSampler sampler) implements DecodingStrategy {
    @Override
    public int lanes() {
      return 1;
    }
  }

  /** Beam search. */
  record Searched(int longest, BeamSettings beam) implements DecodingStrategy {
    @Override
    public int lanes() {
      return beam.width();
    }
  }
}
