package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Corpus BLEU (Papineni et al., 2002), 0 to 100, as computed by sacreBLEU 2 (Post, 2018) by
 * default: case-sensitive, with n-grams up to four, exponential smoothing and any number of
 * references. The caller tokenizes: either the unchanged words ({@code tokenize="none"}) or the
 * tokens of {@link BleuTokenizer} ({@code 13a}, the default).
 *
 * <pre>
 * BLEU = BP · exp(1/4 Σ log p(n))          n = 1 … 4
 * p(n) = 100 · matches(n) / total(n);      the k-th n without matches: 100 / (2^k total(n))
 * BP   = min(1, exp(1 - reference length / predicted length))
 * </pre>
 *
 * An n-gram matches as often as it occurs in the reference with the most occurrences. The reference
 * length of a sentence is the one closest to the predicted length, and the shorter of two. The
 * score is 0 without any match, and if no sentence has four tokens.
 */
public final class BleuScore implements Statistic<BleuScore> {
  private static final long serialVersionUID = 1L;
  private static final int ORDERS = 4;

  /** The matching n-grams by order, starting with unigrams. */
  private final long[] matches = new long[ORDERS];

  private final long[] totals = new long[ORDERS];
  private long predictedLength;
  private long referenceLength;

  /**
   * Counts the n-grams of a sentence.
   *
   * @param references the tokens of the translations, any of which is correct
   * @param predicted the predicted tokens
   * @throws IllegalArgumentException if there is no reference
   */
  public void add(List<List<String>> references, List<String> predicted) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("expected a reference of " + predicted + ", found none");
    }
    predictedLength += predicted.size();
    referenceLength += closestLength(predicted.size(), references);
    for (int order = 1; order <= ORDERS; order++) {
      Map<List<String>, Integer> maxCounts = new HashMap<>();
      for (List<String> reference : references) {
        ngrams(reference, order)
            .forEach((ngram, count) -> maxCounts.merge(ngram, count, Math::max));
      }
      for (Map.Entry<List<String>, Integer> ngram : ngrams(predicted, order).entrySet()) {
        totals[order - 1] += ngram.getValue();
        matches[order - 1] += Math.min(ngram.getValue(), maxCounts.getOrDefault(ngram.getKey(), 0));
      }
    }
  }

  @Override
  public BleuScore plus(BleuScore other) {
    BleuScore sum = new BleuScore();
    Arrays.setAll(sum.matches, i -> matches[i] + other.matches[i]);
    Arrays.setAll(sum.totals, i -> totals[i] + other.totals[i]);
    sum.predictedLength = predictedLength + other.predictedLength;
    sum.referenceLength = referenceLength + other.referenceLength;
    return sum;
  }

  /** Returns BLEU, 0 to 100. */
  public double score() {
    if (matches[0] == 0 || totals[ORDERS - 1] == 0) {
      return 0;
    }
    double logs = Arrays.stream(precisions()).map(StrictMath::log).sum();
    return brevityPenalty() * StrictMath.exp(logs / ORDERS);
  }

  /** Returns the smoothed precision of each order, 0 to 100; all 0 without any match. */
  public double[] precisions() {
    double[] precisions = new double[ORDERS];
    double smoothing = 1;
    for (int i = 0; i < ORDERS && matches[0] > 0 && totals[i] > 0; i++) {
      if (matches[i] == 0) {
        smoothing *= 2;
        precisions[i] = 100 / (smoothing * totals[i]);
      } else {
        precisions[i] = 100.0 * matches[i] / totals[i];
      }
    }
    return precisions;
  }

  /**
   * Returns the brevity penalty, which is 1 unless the predictions are shorter than the references.
   */
  public double brevityPenalty() {
    if (predictedLength >= referenceLength) {
      return 1;
    }
    return predictedLength == 0
        ? 0
        : StrictMath.exp(1 - (double) referenceLength / predictedLength);
  }

  /** Returns the metrics, with the lengths in tokens and the counts by order. */
  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.BLEU.key(), score());
    values.put("brevityPenalty", brevityPenalty());
    values.put("precisions", Arrays.stream(precisions()).boxed().toList());
    values.put("matches", LongStream.of(matches).boxed().toList());
    values.put("totals", LongStream.of(totals).boxed().toList());
    values.put("predictedLength", predictedLength);
    values.put("referenceLength", referenceLength);
    return values;
  }

  private static Map<List<String>, Integer> ngrams(List<String> tokens, int order) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int start = 0; start + order <= tokens.size(); start++) {
      counts.merge(tokens.subList(start, start + order), 1, Integer::sum);
    }
    return counts;
  }

  private static int closestLength(int length, List<List<String>> references) {
    int closest = references.get(0).size();
    for (List<String> reference : references) {
      int candidate = reference.size();
      int gain = Math.abs(closest - length) - Math.abs(candidate - length);
      if (gain > 0 || (gain == 0 && candidate < closest)) {
        closest = candidate;
      }
    }
    return closest;
  }
}
