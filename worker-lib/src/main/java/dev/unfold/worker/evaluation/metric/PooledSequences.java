package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.ScoringSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sequences that were made of inputs, each compared with the targets of all rows with the same
 * input; an input counts once for each of its rows. Only when all rows are there is it known what
 * an input's references are: until then all sequences are kept.
 *
 * <p>If the same input gave different sequences, which may happen if its products were summed in
 * batches of different shapes, the first one counts for all.
 */
public final class PooledSequences implements Statistic<PooledSequences> {
  private static final long serialVersionUID = 1L;

  private final ScoringSettings scoring;
  private final boolean words;
  private final SortedMap<String, Pool> pools = new TreeMap<>();

  /** The rows of an input; further references may be added. */
  private record Pool(List<String> wanted, List<String> made, List<List<String>> references)
      implements Serializable {}

  /**
   * Creates an empty statistic.
   *
   * @param words whether a token is a word, so that there is BLEU
   */
  public PooledSequences(ScoringSettings scoring, boolean words) {
    this.scoring = scoring;
    this.words = words;
  }

  /**
   * Adds a row.
   *
   * @param input the same for equal inputs only
   * @param wanted the slots of the input
   * @param reference the target of the row
   * @param made of the input
   */
  public void add(String input, List<String> wanted, List<String> reference, List<String> made) {
    add(input, new Pool(wanted, made, List.of(reference)));
  }

  private void add(String input, Pool pool) {
    pools
        .computeIfAbsent(input, key -> new Pool(pool.wanted(), pool.made(), new ArrayList<>()))
        .references()
        .addAll(pool.references());
  }

  @Override
  public PooledSequences plus(PooledSequences other) {
    PooledSequences sum = new PooledSequences(scoring, words);
    pools.forEach(sum::add);
    other.pools.forEach(sum::add);
    return sum;
  }

  /** Returns the figures, and how many different inputs there are. */
  @Override
  public Map<String, Object> describe() {
    SequenceStatistics figures = new SequenceStatistics(scoring, words);
    for (Pool pool : pools.values()) {
      SequenceStatistics ofRow = new SequenceStatistics(scoring, words);
      ofRow.add(pool.wanted(), pool.references(), pool.made());
      for (int row = 0; row < pool.references().size(); row++) {
        figures = figures.plus(ofRow);
      }
    }
    Map<String, Object> values = figures.describe();
    values.put("inputs", pools.size());
    return values;
  }
}
