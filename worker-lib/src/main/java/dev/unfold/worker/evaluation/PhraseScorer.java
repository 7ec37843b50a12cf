package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.PhraseScore;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Chunk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Scores the phrases that are marked by the tags of complete examples. */
final class PhraseScorer implements OutputStatistic {
  private static final String OUTSIDE = "O";

  private final List<String> tags;
  private final int outputs;
  private final boolean reversed;
  private final PhraseScore score = new PhraseScore();
  private final SortedMap<Integer, Tagged> lanes = new TreeMap<>();

  /** The tags of an example that have been read so far. */
  private record Tagged(List<String> expected, List<String> predicted) {}

  /**
   * @param tags the names of the tags by id
   * @param outputs the number of tags that the network knows, which come first; any other tag that
   *     is not a chunk tag is outside of every chunk
   * @param reversed whether the last tag comes first
   */
  PhraseScorer(List<String> tags, int outputs, boolean reversed) {
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
    Tagged tagged =
        lanes.computeIfAbsent(lane, key -> new Tagged(new ArrayList<>(), new ArrayList<>()));
    tagged.expected().add(tags.get(Chunk.classOf(chunk.targets()[position], outputs)));
    tagged.predicted().add(tags.get(Categorical.mode(output)));
  }

  private void end(int lane) {
    Tagged tagged = lanes.remove(lane);
    if (tagged != null) {
      if (reversed) {
        Collections.reverse(tagged.expected());
        Collections.reverse(tagged.predicted());
      }
      score.add(tagged.expected(), tagged.predicted());
    }
  }

  @Override
  public Score.Count<?> count() {
    List.copyOf(lanes.keySet()).forEach(this::end);
    return new Score.Count<>(PhraseScore.class, score);
  }
}
