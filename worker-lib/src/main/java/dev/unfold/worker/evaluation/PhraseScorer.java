package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.PhraseComparison;
import dev.unfold.worker.evaluation.metric.PhraseScore;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Scores the phrases that are marked by the tags of examples, which are read step by step: no tags
 * of an example are held.
 */
final class PhraseScorer implements OutputScorer {
  private static final String OUTSIDE = "O";

  private final List<String> tags;
  private final int outputs;
  private final OutputDistribution distribution;
  private final boolean reversed;
  private final PhraseScore score = new PhraseScore();
  private final SortedMap<Integer, Sequence> lanes = new TreeMap<>();

  /** The number of resets of each lane so far, [B]. */
  private long[] resets = new long[0];

  /** The number of resets of the lane up to each position of the chunk, [T * B]. */
  private long[] sequences = new long[0];

  /**
   * The sequence that a lane read last.
   *
   * @param number the number of resets of the lane up to it
   */
  private record Sequence(long number, PhraseComparison comparison) {}

  /**
   * @param tags the names of the tags by id
   * @param outputs the number of tags that the network knows, which come first; any other tag that
   *     is not one of a phrase is outside of every phrase
   * @param distribution what its outputs say about a target
   * @param reversed whether the last tag comes first
   */
  PhraseScorer(List<String> tags, int outputs, OutputDistribution distribution, boolean reversed) {
    this.distribution = distribution;
    this.tags = tags.stream().map(tag -> PhraseScore.reads(List.of(tag)) ? tag : OUTSIDE).toList();
    this.outputs = outputs;
    this.reversed = reversed;
  }

  /** Counts the resets, which may lie at steps without a target. */
  @Override
  public void begin(Chunk chunk) {
    int positions = chunk.advance() * chunk.batch();
    if (sequences.length < positions) {
      resets = Arrays.copyOf(resets, chunk.batch());
      sequences = new long[positions];
    }
    for (int position = 0; position < positions; position++) {
      int lane = position % chunk.batch();
      resets[lane] += chunk.resets()[position] ? 1 : 0;
      sequences[position] = resets[lane];
    }
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    int lane = position % chunk.batch();
    Sequence last = lanes.get(lane);
    if (last == null || last.number != sequences[position]) {
      end(lane);
      lanes.put(lane, new Sequence(sequences[position], score.compare(reversed)));
    }
    lanes
        .get(lane)
        .comparison
        .add(
            tags.get(Chunk.classOf(chunk.targets()[position], outputs)),
            tags.get(distribution.predictedClass(output)));
  }

  private void end(int lane) {
    Sequence ended = lanes.remove(lane);
    if (ended != null) {
      ended.comparison.end();
    }
  }

  @Override
  public Score.Count<?> count() {
    List.copyOf(lanes.keySet()).forEach(this::end);
    return new Score.Count<>(PhraseScore.class, score);
  }
}
