package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.corpus.ScoringSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Generated sequences, compared with their references by all applicable metrics. */
public final class SequenceStatistics implements Statistic<SequenceStatistics> {
  private static final long serialVersionUID = 1L;

  private final ScoringSettings scoring;
  private final boolean words;
  private final int confusions;
  private ExactMatch matches = new ExactMatch();
  private final ErrorRate errors;
  private BleuScore bleu = new BleuScore();
  private SlotErrors slots = new SlotErrors();

  /**
   * Creates an empty statistic.
   *
   * @param words whether a token is a word, so that BLEU is computed
   * @param confusions the number of the most frequent confusions in reports
   */
  public SequenceStatistics(ScoringSettings scoring, boolean words, int confusions) {
    this.scoring = scoring;
    this.words = words;
    this.confusions = confusions;
    errors = new ErrorRate(confusions);
  }

  /**
   * Adds a sequence.
   *
   * @param inputSlots the slots of the input
   * @param references the references, any of which is correct
   * @param generated the sequence generated from the input
   */
  public void add(List<String> inputSlots, List<List<String>> references, List<String> generated) {
    matches.add(references, generated);
    errors.add(references, generated);
    if (words) {
      bleu.add(references.stream().map(this::bleuTokens).toList(), bleuTokens(generated));
    }
    if (hasSlots()) {
      slots.add(
          inputSlots, generated.stream().filter(word -> word.startsWith(scoring.slots())).toList());
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
    SequenceStatistics sum = new SequenceStatistics(scoring, words, confusions);
    sum.addAll(this);
    sum.addAll(other);
    return sum;
  }

  /** Adds the sequences of another statistic. */
  void addAll(SequenceStatistics other) {
    matches = matches.plus(other.matches);
    errors.addAll(other.errors);
    bleu = bleu.plus(other.bleu);
    slots = slots.plus(other.slots);
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
