package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The hidden Markov models of the words that a network with state posteriors recognizes.
 *
 * @param states the number of states of a word, which are passed from the first to the last, each
 *     for one step or more
 * @param silence the number of states of the silence that may be before, between and after words; 0
 *     means that there is none
 * @param acousticScale the factor of the logarithms of scaled likelihoods, beside the probabilities
 *     of transitions and words
 * @param wordPenalty the amount subtracted from the score of a path for each of its words
 * @param grammar the sequences of words that are recognized
 */
public record HmmSettings(
    int states, int silence, double acousticScale, double wordPenalty, List<String> grammar)
    implements Serializable {
  /** The key of the grammar. */
  public static final String GRAMMAR = "network.hmm.grammar";

  private static final int MAX_STATES = 1000;
  private static final String WORD = "[^\\s|?*+]+";
  private static final Pattern ITEM = Pattern.compile(WORD + "(\\|" + WORD + ")*[?*+]?");

  public HmmSettings {
    grammar = List.copyOf(grammar);
    SettingChecks checks = new SettingChecks();
    checks.require(
        states >= 1 && states <= MAX_STATES, "network.hmm.states", "1 to " + MAX_STATES, states);
    checks.require(
        silence >= 0 && silence <= MAX_STATES,
        "network.hmm.silence",
        "0 to " + MAX_STATES,
        silence);
    checks.require(
        acousticScale > 0 && Double.isFinite(acousticScale),
        "network.hmm.acoustic-scale",
        "a number above 0",
        acousticScale);
    checks.require(
        Double.isFinite(wordPenalty), "network.hmm.word-penalty", "a number", wordPenalty);
    checks.require(
        !grammar.isEmpty() && grammar.stream().allMatch(HmmSettings::isSequence),
        GRAMMAR,
        "one or more sequences of items such as yes, yes|no and . (any word), which may end in ?, *"
            + " or +",
        grammar);
    checks.finish();
  }

  /** Returns the items of a sequence of the grammar. */
  public static List<String> items(String sequence) {
    return List.of(sequence.strip().split("\\s+"));
  }

  private static boolean isSequence(String sequence) {
    return items(sequence).stream().allMatch(item -> ITEM.matcher(item).matches());
  }
}
