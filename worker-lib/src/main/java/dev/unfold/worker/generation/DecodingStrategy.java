package dev.unfold.worker.generation;

import java.io.Serializable;

/** The method of decoding: greedy, sampling or beam search. */
public sealed interface DecodingStrategy extends Serializable {
  /** Returns the number of tokens after which a sequence is truncated. */
  int longest();

  /** Returns the number of sequences that are searched at a time; 0 without a search. */
  int searchedPrefixes();

  /** Returns the number of lanes that the sequences of one source require. */
  int lanes();

  /**
   * Greedy decoding or sampling, token by token.
   *
   * @param sampler the sampler, with temperature 0 for greedy decoding; otherwise each example has
   *     random numbers of its own, by its number
   */
  record SamplingDecoding(int longest, ClassSampler sampler) implements DecodingStrategy {
    @Override
    public int searchedPrefixes() {
      return 0;
    }

    @Override
    public int lanes() {
      return 1;
    }
  }

  /** Beam search. */
  record BeamSearchDecoding(int longest, BeamSettings beam) implements DecodingStrategy {
    @Override
    public int searchedPrefixes() {
      return beam.width();
    }

    @Override
    public int lanes() {
      return beam.width();
    }
  }
}
