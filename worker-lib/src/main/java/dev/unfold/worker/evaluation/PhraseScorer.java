package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.PhraseComparison;
import dev.unfold.worker.evaluation.metric.PhraseScore;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Scores the phrases that are marked by the tags of examples, which are read step by step: no tags
 * of an example are held.
 */
final class PhraseScorer implements OutputStatistic {
  private static final String OUTSIDE = "O";

  private final List<String> tags;
  private final int outputs;
  private final OutputDistribution distribution;
  private final boolean reversed;
  private final PhraseScore score = new PhraseScore();
  private final SortedMap<Integer, PhraseComparison> lanes = new TreeMap<>();

  /**
   * @param tags the names of the tags by id
   * @param outputs the number of tags that the network knows, which come first; any other tag that
   *     is not a chunk tag is outside of every chunk
   * @param distribution what its outputs say about a target
   * @param reversed whether the last tag comes first
   */
  PhraseScorer(List<String> tags, int outputs, OutputDistribution distribution, boolean reversed) {
    this.distribution = distribution;
    this.tags = tags.stream().map(tag -> PhraseScore.reads(List.of(tag)) ? tag : OUTSIDE).toList();
    this.outputs = outputs;
    this.reversed = reversed;
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    int lane = position % chunk.batch();
    if (chunk.resets()[position]) {
      end(lane);
    }
    lanes
        .computeIfAbsent(lane, key -> score.compare(reversed))
        .add(
            tags.get(Chunk.classOf(chunk.targets()[position], outputs)),
            tags.get(distribution.predictedClass(output)));
  }

  private void end(int lane) {
    PhraseComparison ended = lanes.remove(lane);
    if (ended != null) {
      ended.end();
    }
  }

  @Override
  public Score.Count<?> count() {
    List.copyOf(lanes.keySet()).forEach(this::end);
    return new Score.Count<>(PhraseScore.class, score);
  }
}
