package dev.unfold.worker.generation.text;

import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.sequence.Vocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of a generated text or sequence, with tokens by their names.
 *
 * @param stops the tokens that end a text and are no part of it, by the names of {@link
 *     Vocabulary#named}
 * @param forbidden the tokens that are never generated
 * @param unknown whether the unknown token may be generated
 * @param minLength the number of tokens before which no stop is generated, at least 0
 * @param repetitionPenalty the penalty of {@link TokenRules}, at least 1
 */
public record TextRules(
    List<String> stops,
    List<String> forbidden,
    boolean unknown,
    int minLength,
    double repetitionPenalty) {
  public TextRules {
    stops = List.copyOf(stops);
    forbidden = List.copyOf(forbidden);
  }

  /** Returns rules by which every token but the unknown one may be drawn, and none is a stop. */
  public static TextRules none() {
    return new TextRules(List.of(), List.of(), false, 0, 1);
  }

  /**
   * Returns the rules of sequences that end with the boundary of their vocabulary.
   *
   * @param forbidden the tokens that are never generated
   * @param minLength the number of tokens before which a sequence does not end
   */
  public static TextRules ofSequences(
      List<String> forbidden, boolean unknown, int minLength, double repetitionPenalty) {
    List<String> stops = List.of(Vocabulary.BOUNDARY);
    return new TextRules(stops, forbidden, unknown, minLength, repetitionPenalty);
  }

  /** Returns the name of a token that a vocabulary does not have, if there is one. */
  public Optional<String> missingIn(Vocabulary vocabulary) {
    return Stream.concat(stops.stream(), forbidden.stream())
        .filter(token -> vocabulary.named(token).isEmpty())
        .findFirst();
  }

  /** Returns the name of a stop that is never drawn by these rules, if there is one. */
  public Optional<String> stopNeverDrawnIn(Vocabulary vocabulary) {
    Set<Integer> excluded = in(vocabulary).forbidden();
    return stops.stream()
        .filter(token -> excluded.contains(vocabulary.named(token).orElseThrow()))
        .findFirst();
  }

  /** Returns whether the rules leave a token that may be drawn first. */
  public boolean allowAny(Vocabulary vocabulary) {
    TokenRules rules = in(vocabulary);
    Set<Integer> excluded = new HashSet<>(rules.forbidden());
    if (minLength > 0) {
      excluded.addAll(rules.stops());
    }
    return excluded.size() < vocabulary.size();
  }

  /** Returns the rules with the ids of a vocabulary that has all tokens. */
  public TokenRules in(Vocabulary vocabulary) {
    Set<Integer> excluded = ids(vocabulary, forbidden);
    if (!unknown) {
      excluded.add(Vocabulary.UNKNOWN_ID);
    }
    return new TokenRules(ids(vocabulary, stops), excluded, minLength, repetitionPenalty);
  }

  private static Set<Integer> ids(Vocabulary vocabulary, List<String> tokens) {
    return tokens.stream()
        .map(token -> vocabulary.named(token).orElseThrow())
        .collect(Collectors.toCollection(HashSet::new));
  }
}
