package dev.unfold.inference;

import java.util.List;

/**
 * Which tokens the sequences of a model may have, and how many; see {@link Model#withRules}.
 *
 * @param maxLength the number of tokens after which a sequence is cut off; 0 for one more than the
 *     longest target of the training table
 * @param minLength the number of tokens before which no sequence ends
 * @param forbidden the tokens that are never generated
 * @param unknown whether the unknown token {@code <unk>} may be generated
 * @param repetitionPenalty by how much tokens that a sequence has become less probable: positive
 *     logits are divided by it, and negative ones multiplied; 1 leaves them as they are
 * @param replaceUnknown whether an unknown token, which may then be generated, is replaced by the
 *     token of the input that the network attends to most
 */
public record SequenceRules(
    int maxLength,
    int minLength,
    List<String> forbidden,
    boolean unknown,
    double repetitionPenalty,
    boolean replaceUnknown) {
  public SequenceRules {
    forbidden = List.copyOf(forbidden);
    ModelException.require(maxLength >= 0, "a maximum length of at least 0", maxLength);
    ModelException.require(minLength >= 0, "a minimum length of at least 0", minLength);
    ModelException.require(
        repetitionPenalty >= 1 && Double.isFinite(repetitionPenalty),
        "a finite repetition penalty of at least 1",
        repetitionPenalty);
  }

  /** Returns the rules of {@code unfold predict} without options. */
  public static SequenceRules none() {
    return new SequenceRules(0, 0, List.of(), false, 1, false);
  }

  /** Returns the same rules with another maximum number of tokens. */
  public SequenceRules withMaxLength(int tokens) {
    return new SequenceRules(
        tokens, minLength, forbidden, unknown, repetitionPenalty, replaceUnknown);
  }

  /** Returns the same rules with another minimum number of tokens. */
  public SequenceRules withMinLength(int tokens) {
    return new SequenceRules(
        maxLength, tokens, forbidden, unknown, repetitionPenalty, replaceUnknown);
  }

  /** Returns the same rules with other tokens that are never generated. */
  public SequenceRules withForbidden(String... tokens) {
    return new SequenceRules(
        maxLength, minLength, List.of(tokens), unknown, repetitionPenalty, replaceUnknown);
  }

  /** Returns the same rules where the unknown token may be generated, or may not. */
  public SequenceRules withUnknown(boolean allowed) {
    return new SequenceRules(
        maxLength, minLength, forbidden, allowed, repetitionPenalty, replaceUnknown);
  }

  /** Returns the same rules with another penalty of tokens that a sequence has; 1 is none. */
  public SequenceRules withRepetitionPenalty(double penalty) {
    return new SequenceRules(maxLength, minLength, forbidden, unknown, penalty, replaceUnknown);
  }

  /**
   * Returns the same rules where unknown tokens are replaced by tokens of the input, or are not.
   */
  public SequenceRules withReplaceUnknown(boolean replaced) {
    return new SequenceRules(maxLength, minLength, forbidden, unknown, repetitionPenalty, replaced);
  }
}
