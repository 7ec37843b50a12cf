package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.corpus.ScoringSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Generated sequences, each compared with the targets of all rows with the same input; an input
 * counts once for each of its rows. The references of an input are complete only after the last
 * row, so all sequences are kept until then.
 *
 * <p>If different sequences were generated from the same input, which may happen if its products
 * were summed in batches of different shapes, the first one counts for all.
 */
public final class PooledSequences implements Statistic<PooledSequences> {
  private static final long serialVersionUID = 1L;

  private final ScoringSettings scoring;
  private final boolean words;
  private final int confusions;
  private final SortedMap<String, Pool> pools = new TreeMap<>();

  /** The rows of an input, to which references are added. */
  private record Pool(List<String> slots, List<String> generated, List<List<String>> references)
      implements Serializable {}

  /**
   * Creates an empty statistic.
   *
   * @param words whether a token is a word, so that BLEU is computed
   * @param confusions the number of the most frequent confusions in reports
   */
  public PooledSequences(ScoringSettings scoring, boolean words, int confusions) {
    this.scoring = scoring;
    this.words = words;
    this.confusions = confusions;
  }

  /**
   * Adds a row.
   *
   * @param input a key that is equal for equal inputs only
   * @param slots the slots of the input
   * @param reference the target of the row
   * @param generated the sequence generated from the input
   */
  public void add(
      String input, List<String> slots, List<String> reference, List<String> generated) {
    add(input, new Pool(slots, generated, List.of(reference)));
  }

  private void add(String input, Pool pool) {
    pools
        .computeIfAbsent(input, key -> new Pool(pool.slots(), pool.generated(), new ArrayList<>()))
        .references()
        .addAll(pool.references());
  }

  @Override
  public PooledSequences plus(PooledSequences other) {
    PooledSequences sum = new PooledSequences(scoring, words, confusions);
    pools.forEach(sum::add);
    other.pools.forEach(sum::add);
    return sum;
  }

  /** Returns the metrics and the number of distinct inputs. */
  @Override
  public Map<String, Object> describe() {
    SequenceStatistics statistics = new SequenceStatistics(scoring, words, confusions);
    for (Pool pool : pools.values()) {
      SequenceStatistics ofRow = new SequenceStatistics(scoring, words, confusions);
      ofRow.add(pool.slots(), pool.references(), pool.generated());
      for (int row = 0; row < pool.references().size(); row++) {
        statistics.addAll(ofRow);
      }
    }
    Map<String, Object> values = statistics.describe();
    values.put("inputs", pools.size());
    return values;
  }
}
