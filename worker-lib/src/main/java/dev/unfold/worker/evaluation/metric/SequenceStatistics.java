package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.ScoringSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sequences that were made of inputs, compared with their references in every way that suits. */
public final class SequenceStatistics implements Statistic<SequenceStatistics> {
  private static final long serialVersionUID = 1L;

  private final ScoringSettings scoring;
  private final boolean words;
  private ExactMatch matches = new ExactMatch();
  private ErrorRate errors = new ErrorRate();
  private BleuScore bleu = new BleuScore();
  private SlotErrors slots = new SlotErrors();

  /**
   * Creates an empty statistic.
   *
   * @param words whether a token is a word, so that there is BLEU
   */
  public SequenceStatistics(ScoringSettings scoring, boolean words) {
    this.scoring = scoring;
    this.words = words;
  }

  /**
   * Counts a sequence.
   *
   * @param wanted the slots of the input
   * @param references any of which is right
   * @param made of the input
   */
  public void add(List<String> wanted, List<List<String>> references, List<String> made) {
    matches.add(references, made);
    errors.add(references, made);
    if (words) {
      bleu.add(references.stream().map(this::bleuTokens).toList(), bleuTokens(made));
    }
    if (hasSlots()) {
      slots.add(wanted, made.stream().filter(word -> word.startsWith(scoring.slots())).toList());
    }
  }

  private List<String> bleuTokens(List<String> sequence) {
    return switch (scoring.bleu()) {
      case WORDS -> sequence;
      case MTEVAL_13A -> BleuTokenizer.tokens(String.join(" ", sequence));
    };
  }

  private boolean hasSlots() {
    return !scoring.slots().isEmpty();
  }

  @Override
  public SequenceStatistics plus(SequenceStatistics other) {
    SequenceStatistics sum = new SequenceStatistics(scoring, words);
    sum.matches = matches.plus(other.matches);
    sum.errors = errors.plus(other.errors);
    sum.bleu = bleu.plus(other.bleu);
    sum.slots = slots.plus(other.slots);
    return sum;
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>(matches.describe());
    values.putAll(errors.describe());
    if (words) {
      values.putAll(bleu.describe());
    }
    if (hasSlots()) {
      values.putAll(slots.describe());
    }
    return values;
  }
}
