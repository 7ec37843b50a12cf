package dev.unfold.worker.generation;

import java.io.Serializable;
import java.util.Optional;

/** The method of decoding: greedy, sampling or beam search. */
public sealed interface DecodingStrategy extends Serializable {
  /** Returns the number of tokens after which a sequence is truncated. */
  int longest();

  /** Returns the same decoding with another number of tokens after which it truncates. */
  DecodingStrategy truncatedAfter(int tokens);

  /** Returns the search; empty if there is none. */
  Optional<BeamSettings> search();

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
    public DecodingStrategy truncatedAfter(int tokens) {
      return new SamplingDecoding(tokens, sampler);
    }

    @Override
    public Optional<BeamSettings> search() {
      return Optional.empty();
    }

    @Override
    public int lanes() {
      return 1;
    }
  }

  /** Beam search. */
  record BeamSearchDecoding(int longest, BeamSettings beam) implements DecodingStrategy {
    @Override
    public DecodingStrategy truncatedAfter(int tokens) {
      return new BeamSearchDecoding(tokens, beam);
    }

    @Override
    public Optional<BeamSettings> search() {
      return Optional.of(beam);
    }

    @Override
    public int lanes() {
      return beam.width();
    }
  }
}
