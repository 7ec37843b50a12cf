package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The share of sequences that were predicted without any error. */
public final class ExactMatch implements Statistic<ExactMatch> {
  private static final long serialVersionUID = 1L;

  private long matches;
  private long sequences;

  /** Adds a prediction, which matches if it equals one of the references. */
  public <T> void add(List<? extends T> references, T predicted) {
    sequences++;
    if (references.contains(predicted)) {
      matches++;
    }
  }

  @Override
  public ExactMatch plus(ExactMatch other) {
    ExactMatch sum = new ExactMatch();
    sum.matches = matches + other.matches;
    sum.sequences = sequences + other.sequences;
    return sum;
  }

  /** Returns the share of sequences that match; NaN without sequences. */
  public double share() {
    return (double) matches / sequences;
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.EXACT_MATCH.key(), share());
    values.put("sequences", sequences);
    return values;
  }
}
