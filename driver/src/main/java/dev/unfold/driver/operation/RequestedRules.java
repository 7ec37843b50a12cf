package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.generation.text.TextRules;
import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.sequence.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The requested rules of the tokens of a sequence; a component is null if nothing was requested.
 *
 * @param length the maximum number of tokens
 * @param minLength the number of tokens before which a sequence does not end
 * @param forbidden the tokens that are never generated; empty if nothing was requested
 * @param unknown whether the unknown token may be generated
 * @param repetitionPenalty the penalty of tokens that the sequence has
 */
public record RequestedRules(
    Integer length,
    Integer minLength,
    List<String> forbidden,
    boolean unknown,
    Double repetitionPenalty) {
  static final String OPTIONS = "--length, --min-length, --forbid, --unknown, --repetition-penalty";

  public RequestedRules {
    forbidden = List.copyOf(forbidden);
  }

  /** Returns a request for sequences of all known tokens. */
  public static RequestedRules none() {
    return new RequestedRules(null, null, List.of(), false, null);
  }

  /** Returns the same request, by which the unknown token may be generated. */
  RequestedRules withUnknown() {
    return new RequestedRules(length, minLength, forbidden, true, repetitionPenalty);
  }

  boolean isNone() {
    return forbidden.isEmpty() && !unknown && isOfAligned();
  }

  /** Returns whether all rules are among those that a network has whose outputs are aligned. */
  boolean isOfAligned() {
    return Stream.of(length, minLength, repetitionPenalty).allMatch(option -> option == null);
  }

  /** Returns the maximum number of tokens. */
  int length(int otherwise) {
    require(length == null || length >= 1, "--length", "at least 1", length);
    return length == null ? otherwise : length;
  }

  /**
   * Returns the rules with the ids of the tokens.
   *
   * @param decoded the vocabulary of the sequences, which has a boundary
   * @param longest the maximum number of tokens; 0 if that depends on a corpus
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if a value is out of
   *     range, a token is not in the vocabulary, or there is no token left
   */
  TokenRules of(Vocabulary decoded, int longest) {
    int least = minLength == null ? 0 : minLength;
    require(
        least >= 0 && (longest == 0 || least <= longest),
        "--min-length",
        longest == 0 ? "at least 0" : "0 to the maximum number of tokens (--length), " + longest,
        least);
    double penalty = repetitionPenalty == null ? 1 : repetitionPenalty;
    require(
        penalty >= 1 && Double.isFinite(penalty),
        "--repetition-penalty",
        "a finite number, at least 1",
        penalty);
    TextRules rules = TextRules.ofSequences(forbidden, unknown, least, penalty);
    requireTokens(rules, decoded);
    return rules.in(decoded);
  }

  private void requireTokens(TextRules rules, Vocabulary decoded) {
    Optional<String> missing = rules.missingIn(decoded);
    require(
        missing.isEmpty(),
        "--forbid",
        "a token of the vocabulary of the targets",
        '"' + Excerpt.of(missing.orElse("")) + '"');
    require(
        !forbidden.contains(Vocabulary.BOUNDARY),
        "--forbid",
        "a token other than the end of a sequence; --min-length makes sequences longer",
        Vocabulary.BOUNDARY);
    require(
        rules.allowAny(decoded),
        "--forbid",
        "fewer tokens than the vocabulary of the targets has",
        "all of them");
  }
}
