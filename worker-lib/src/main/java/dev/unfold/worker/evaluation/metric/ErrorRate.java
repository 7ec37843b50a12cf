package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The number of edits (insertions, deletions, substitutions) per reference token over all
 * sequences, and the share of sequences with any edit.
 *
 * <p>If tokens are words, the first metric is the word error rate (WER) of speech recognition; if
 * they are phonemes, it is the phoneme error rate (PER). For grapheme-to-phoneme conversion as
 * SIGMORPHON scores it, a sequence is a word: the PER is the first metric and the WER, the share of
 * words that do not equal the reference, is the second.
 *
 * <p>If there are several references, such as the pronunciations of a word, the first one with the
 * fewest edits counts.
 */
public final class ErrorRate implements Statistic<ErrorRate> {
  private static final long serialVersionUID = 1L;

  /** The maximum number of distinct pairs of tokens whose confusions are counted. */
  private static final int MAX_PAIRS = 1 << 20;

  private final int confusions;
  private final EditCounts edits;
  private long referenceTokens;
  private long wrong;
  private long sequences;

  /**
   * Creates an empty statistic.
   *
   * @param confusions the number of the most frequent confusions in reports
   */
  public ErrorRate(int confusions) {
    this.confusions = confusions;
    edits = new EditCounts(confusions, MAX_PAIRS);
  }

  /**
   * Adds the edits of a sequence.
   *
   * @param references the tokens of the references, any of which is correct
   * @param predicted the predicted tokens
   * @throws IllegalArgumentException if there is no reference
   */
  public void add(List<List<String>> references, List<String> predicted) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("expected a reference of " + predicted + ", found none");
    }
    List<String> nearest =
        references.size() == 1 ? references.get(0) : nearest(references, predicted);
    if (!nearest.equals(predicted)) {
      edits.add(nearest, predicted);
      wrong++;
    }
    referenceTokens += nearest.size();
    sequences++;
  }

  /** Returns the first of the references with the fewest edits. */
  private static List<String> nearest(List<List<String>> references, List<String> predicted) {
    int fewest = Integer.MAX_VALUE;
    List<String> nearest = predicted;
    for (List<String> reference : references) {
      int distance = EditDistance.between(predicted, reference);
      if (distance < fewest) {
        fewest = distance;
        nearest = reference;
      }
    }
    return nearest;
  }

  @Override
  public ErrorRate plus(ErrorRate other) {
    ErrorRate sum = new ErrorRate(confusions);
    sum.addAll(this);
    sum.addAll(other);
    return sum;
  }

  /** Adds the sequences of another statistic. */
  void addAll(ErrorRate other) {
    edits.addAll(other.edits);
    referenceTokens += other.referenceTokens;
    wrong += other.wrong;
    sequences += other.sequences;
  }

  /**
   * Returns the number of edits per reference token, which may be above 1; NaN if all references
   * are empty.
   */
  public double rate() {
    return (double) edits.edits() / referenceTokens;
  }

  /** Returns the share of sequences with any edit; NaN without sequences. */
  public double sequenceRate() {
    return (double) wrong / sequences;
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.ERROR_RATE.key(), rate());
    values.put(Metric.SEQUENCE_ERROR_RATE.key(), sequenceRate());
    values.putAll(edits.describe());
    values.put("referenceTokens", referenceTokens);
    values.put("sequences", sequences);
    return values;
  }
}
