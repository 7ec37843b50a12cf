package dev.unfold.worker.generation;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;

/** The method of decoding: greedy, sampling or beam search. */
public sealed interface DecodingStrategy extends Serializable {
  /**
   * Returns the number of tokens after which a sequence is truncated; 0 for one more than the
   * longest target of a corpus that is evaluated.
   */
  int longest();

  /** Returns the rules of the tokens of a sequence. */
  TokenRules rules();

  /** Returns the same decoding with another number of tokens after which it truncates. */
  DecodingStrategy truncatedAfter(int tokens);

  /** Returns the same decoding with other rules. */
  DecodingStrategy withRules(TokenRules others);

  /** Returns the search; empty if there is none. */
  Optional<BeamSettings> search();

  /** Returns the number of lanes that the sequences of one source require. */
  int lanes();

  /**
   * Returns the number of tokens after which a sequence is truncated by default: one more than the
   * longest target of the training corpus, for the boundary after it.
   *
   * @param ofTargets the length of the longest target; empty if it is not known
   */
  static int longest(OptionalInt ofTargets) {
    return ofTargets.orElse(0) + 1;
  }

  /** Returns greedy decoding of known tokens. */
  static DecodingStrategy greedy(int longest) {
    return new SamplingDecoding(longest, ClassSampler.greedy());
  }

  /**
   * Greedy decoding or sampling, token by token.
   *
   * @param sampler the sampler, with temperature 0 for greedy decoding; otherwise each example has
   *     random numbers of its own, by its number
   */
  record SamplingDecoding(int longest, ClassSampler sampler, TokenRules rules)
      implements DecodingStrategy {
    /** Creates a decoding of known tokens. */
    public SamplingDecoding(int longest, ClassSampler sampler) {
      this(longest, sampler, TokenRules.knownTokens());
    }

    @Override
    public DecodingStrategy truncatedAfter(int tokens) {
      return new SamplingDecoding(tokens, sampler, rules);
    }

    @Override
    public DecodingStrategy withRules(TokenRules others) {
      return new SamplingDecoding(longest, sampler, others);
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
  record BeamSearchDecoding(int longest, BeamSettings beam, TokenRules rules)
      implements DecodingStrategy {
    /** Creates a search of known tokens. */
    public BeamSearchDecoding(int longest, BeamSettings beam) {
      this(longest, beam, TokenRules.knownTokens());
    }

    @Override
    public DecodingStrategy truncatedAfter(int tokens) {
      return new BeamSearchDecoding(tokens, beam, rules);
    }

    @Override
    public DecodingStrategy withRules(TokenRules others) {
      return new BeamSearchDecoding(longest, beam, others);
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
