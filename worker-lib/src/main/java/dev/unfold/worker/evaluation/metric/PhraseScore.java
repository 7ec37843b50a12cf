package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Precision, recall and F1 of the phrases that are marked by tags, overall and by type. A phrase is
 * correct if its type and both its ends are.
 *
 * <p>Phrases are read from tags as by {@code conlleval} of the CoNLL-2000 shared task (Tjong Kim
 * Sang and Buchholz, 2000), version of 2004-01-26: any tag other than O starts a phrase after O and
 * if the type changes, as do B after B or I, and E or I after E; a phrase ends before the next one
 * and at O. IOB1, IOB2 and IOE are thus read in the same way, and a phrase need not be well-formed
 * to count. The original does not define S or B after E; here, B and S always start a phrase, and E
 * and S always end it, so that IOBES is read correctly. The brackets of the original for single
 * tokens are not supported.
 */
public final class PhraseScore implements Statistic<PhraseScore> {
  private static final long serialVersionUID = 1L;

  private final SortedMap<String, PrecisionRecall> types = new TreeMap<>();

  /**
   * Returns whether all of these are tags of phrases: O, and B, I, E and S with or without a type.
   */
  public static boolean reads(Collection<String> tags) {
    return tags.stream().allMatch(tag -> PhraseTag.parse(tag).isPresent());
  }

  /**
   * Begins a sequence, whose tags are read one after the other.
   *
   * @param reversed whether the last tag comes first
   */
  public PhraseComparison compare(boolean reversed) {
    return new PhraseComparison(this::count, reversed);
  }

  @Override
  public PhraseScore plus(PhraseScore other) {
    PhraseScore sum = new PhraseScore();
    sum.types.putAll(types);
    other.types.forEach((type, counts) -> sum.types.merge(type, counts, PrecisionRecall::plus));
    return sum;
  }

  /** Returns precision and recall over all types. */
  public PrecisionRecall overall() {
    return types.values().stream().reduce(PrecisionRecall.NONE, PrecisionRecall::plus);
  }

  /** Returns the metrics; {@code types} holds the metrics of each type by name. */
  @Override
  public Map<String, Object> describe() {
    PrecisionRecall all = overall();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.CHUNK_F1.key(), all.f1());
    values.put("chunkPrecision", all.precision());
    values.put("chunkRecall", all.recall());
    values.put("chunks", all.expected());
    Map<String, Object> byType = new LinkedHashMap<>();
    types.forEach((type, counts) -> byType.put(type, counts.describe()));
    values.put("types", byType);
    return values;
  }

  private void count(String type, PrecisionRecall one) {
    types.merge(type, one, PrecisionRecall::plus);
  }
}
