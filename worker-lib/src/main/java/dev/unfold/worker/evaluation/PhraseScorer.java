package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.PhraseScore;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the chunks that the tags of whole examples mark. */
final class PhraseScorer implements OutputStatistic {
  private final List<String> tags;
  private final boolean reversed;
  private final PhraseScore score = new PhraseScore();
  private final SortedMap<Integer, Tagged> lanes = new TreeMap<>();

  /** The tags of an example, as far as it was read. */
  private record Tagged(List<String> expected, List<String> found) {}

  /**
   * @param tags by id
   * @param reversed whether the last tag comes first
   */
  PhraseScorer(List<String> tags, boolean reversed) {
    this.tags = tags;
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
    tagged.expected().add(tags.get(chunk.targets()[position]));
    tagged.found().add(tags.get(Elementwise.indexOfLargest(output)));
  }

  private void end(int lane) {
    Tagged tagged = lanes.remove(lane);
    if (tagged != null) {
      if (reversed) {
        Collections.reverse(tagged.expected());
        Collections.reverse(tagged.found());
      }
      score.add(tagged.expected(), tagged.found());
    }
  }

  @Override
  public Score.Count<?> count() {
    List.copyOf(lanes.keySet()).forEach(this::end);
    return new Score.Count<>(PhraseScore.class, score);
  }
}
