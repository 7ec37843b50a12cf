package dev.unfold.worker.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhraseScorerTest {
  private static final List<String> TAGS = List.of("B-X", "I-X", "O");
  private static final int B = 0;
  private static final int I = 1;
  private static final int O = 2;

  /** The first example of lane 0 spans both chunks; lane 1 has one in each. */
  @Test
  void phrasesOfAnExampleMayLieInSeveralChunksOfALane() {
    PhraseScorer scorer =
        new PhraseScorer(TAGS, TAGS.size(), OutputDistribution.CATEGORICAL, false);
    add(scorer, new int[][] {{B, O}, {I, B}}, new int[][] {{B, O}, {I, B}}, true, true);
    add(scorer, new int[][] {{I, I}, {O, I}}, new int[][] {{O, I}, {O, I}}, false, true);

    Map<String, Object> figures = scorer.count().value().describe();
    assertThat(figures).containsEntry("chunks", 3L).containsEntry("chunkRecall", 2 / 3.0);
    assertThat(scorer.count().value().describe()).isEqualTo(figures);
  }

  @Test
  void tagsThatAreReadFromTheEndAreTurnedBack() {
    PhraseScorer scorer = new PhraseScorer(TAGS, TAGS.size(), OutputDistribution.CATEGORICAL, true);
    add(scorer, new int[][] {{I, O}, {B, O}}, new int[][] {{I, O}, {B, O}}, true, true);
    assertThat(scorer.count().value().describe())
        .containsEntry("chunks", 1L)
        .containsEntry("chunkF1", 1.0);
  }

  /** A step without a target is not scored; the second sequence begins in the next chunk. */
  @Test
  void phraseOfASequenceDoesNotContinueOneOfTheSequenceBefore() {
    PhraseScorer scorer =
        new PhraseScorer(TAGS, TAGS.size(), OutputDistribution.CATEGORICAL, false);
    int none = Chunk.NO_TARGET;
    add(scorer, new int[][] {{B, B}, {I, none}}, new int[][] {{B, B}, {I, O}}, true, true);
    add(scorer, new int[][] {{none, none}, {I, I}}, new int[][] {{O, O}, {I, I}}, true, false);
    add(scorer, new int[][] {{none, none}}, new int[][] {{O, O}}, false, true);
    add(scorer, new int[][] {{I, I}}, new int[][] {{I, O}}, false, false);
    assertThat(scorer.count().value().describe())
        .containsEntry("chunks", 4L)
        .containsEntry("chunkPrecision", 1.0)
        .containsEntry("chunkRecall", 0.75);
  }

  /**
   * Each kind of tag that training never had is missed: one of a new type, and one of no phrase.
   */
  @Test
  void tagsThatTrainingNeverHadAreNeverPredicted() {
    List<String> tags = List.of("B-X", "I-X", "O", "B-NEW", "NEW");
    PhraseScorer scorer =
        new PhraseScorer(tags, TAGS.size(), OutputDistribution.CATEGORICAL, false);
    int unseen = Chunk.unseenTarget(0);
    int noPhrase = Chunk.unseenTarget(1);
    add(scorer, new int[][] {{B}, {unseen}, {noPhrase}}, new int[][] {{B}, {O}, {B}}, true);
    assertThat(scorer.count().value().describe())
        .containsEntry("chunks", 2L)
        .containsEntry("chunkRecall", 0.5)
        .containsEntry("chunkPrecision", 0.5);
  }

  /**
   * Adds a chunk.
   *
   * @param targets the targets by step and lane
   * @param predicted the predictions by step and lane
   * @param resets whether an example begins with it, by lane
   */
  private static void add(
      PhraseScorer scorer, int[][] targets, int[][] predicted, boolean... resets) {
    int batch = resets.length;
    Chunk chunk = new Chunk(targets.length, batch);
    System.arraycopy(resets, 0, chunk.resets(), 0, batch);
    int[] ids = Arrays.stream(targets).flatMapToInt(Arrays::stream).toArray();
    System.arraycopy(ids, 0, chunk.targets(), 0, ids.length);
    scorer.begin(chunk);
    for (int position = 0; position < ids.length; position++) {
      if (ids[position] == Chunk.NO_TARGET) {
        continue;
      }
      float[] output = new float[TAGS.size()];
      output[predicted[position / batch][position % batch]] = 1;
      scorer.add(chunk, position, output);
    }
  }
}
