package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Edits (insertions, deletions, substitutions) per token of the reference, over all sequences, and
 * the share of sequences that need any.
 *
 * <p>If tokens are words, the first figure is the word error rate (WER) of speech recognition; if
 * they are phonemes, it is the phoneme error rate (PER). For grapheme-to-phoneme conversion as
 * SIGMORPHON scores it, a sequence is a word: its PER is the first figure and its WER, the share of
 * words that do not equal the reference, is the second.
 *
 * <p>If there are several references, such as the pronunciations of a word, the one with the fewest
 * edits counts, and the first of those.
 */
public final class ErrorRate implements Statistic<ErrorRate> {
  private static final long serialVersionUID = 1L;

  private long edits;
  private long referenceTokens;
  private long wrong;
  private long sequences;

  /**
   * Counts the edits of a sequence.
   *
   * @param references tokens, any of which are right
   * @param predicted tokens, which are compared by {@code equals}
   * @throws IllegalArgumentException if there is no reference
   */
  public <T> void add(List<List<T>> references, List<T> predicted) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("expected a reference of " + predicted + ", found none");
    }
    int fewest = Integer.MAX_VALUE;
    int tokens = 0;
    for (List<T> reference : references) {
      int distance = EditDistance.between(predicted, reference);
      if (distance < fewest) {
        fewest = distance;
        tokens = reference.size();
      }
    }
    edits += fewest;
    referenceTokens += tokens;
    wrong += fewest > 0 ? 1 : 0;
    sequences++;
  }

  @Override
  public ErrorRate plus(ErrorRate other) {
    ErrorRate sum = new ErrorRate();
    sum.edits = edits + other.edits;
    sum.referenceTokens = referenceTokens + other.referenceTokens;
    sum.wrong = wrong + other.wrong;
    sum.sequences = sequences + other.sequences;
    return sum;
  }

  /** Edits per token of the references, which may be above 1; not a number if all is empty. */
  public double rate() {
    return (double) edits / referenceTokens;
  }

  /** Share of sequences with any edit; not a number if there are none. */
  public double sequenceRate() {
    return (double) wrong / sequences;
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.ERROR_RATE.key(), rate());
    values.put(Metric.SEQUENCE_ERROR_RATE.key(), sequenceRate());
    values.put("edits", edits);
    values.put("referenceTokens", referenceTokens);
    values.put("sequences", sequences);
    return values;
  }
}
