package dev.unfold.worker.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.generation.DecodedSequence;
import dev.unfold.worker.generation.SequenceDecoder;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequenceScorerTest {
  private static final Vocabulary WORDS = Vocabulary.of(List.of("\uFFFD", "b"), true);

  /** The corpus has U+FFFD as a word; the target is another word, which is unknown. */
  @ParameterizedTest
  @EnumSource(ScoringSettings.Bleu.class)
  void noTokenIsTakenForAnUnknownTarget(ScoringSettings.Bleu bleu) {
    for (int predicted = 0; predicted < WORDS.size(); predicted++) {
      Map<String, Object> values = score(bleu, Vocabulary.UNKNOWN_ID, predicted);
      assertThat(values).containsEntry("errorRate", 1.0).containsEntry("bleu", 0.0);
      assertThat(values.toString()).contains("reference=\uFFFD");
    }
  }

  @Test
  void knownTargetIsCompared() {
    int word = WORDS.id("\uFFFD");
    assertThat(score(ScoringSettings.Bleu.WORDS, word, word)).containsEntry("errorRate", 0.0);
  }

  /** Scores of all evaluations can be added to the empty one. */
  @ParameterizedTest
  @EnumSource(ScoringSettings.References.class)
  void theEmptyScoreHasTheStatisticsOfAllOthers(ScoringSettings.References references) {
    ScoringSettings settings = new ScoringSettings(references, ScoringSettings.Bleu.WORDS, "_");
    Scoring.SequenceScoring scoring =
        new Scoring.SequenceScoring(WORDS, true, settings, Map.of(), 5, null);
    Score empty = scoring.emptyScore(null);
    try (SequenceScorer scorer = new SequenceScorer(scoring, new Repeating(2))) {
      scorer.add(chunk(2));
      Score score = new Score(scoring.noLoss(), scorer.counts());
      assertThat(empty.plus(score).describe()).isEqualTo(score.describe());
      assertThat(empty.describe().keySet()).isEqualTo(score.describe().keySet());
    }
  }

  private static Map<String, Object> score(ScoringSettings.Bleu bleu, int target, int predicted) {
    ScoringSettings settings = new ScoringSettings(ScoringSettings.References.ROW, bleu, "");
    try (SequenceScorer scorer =
        new SequenceScorer(
            new Scoring.SequenceScoring(WORDS, true, settings, Map.of(), 5, null),
            new Repeating(predicted))) {
      scorer.add(chunk(target));
      return scorer.counts().get(0).value().describe();
    }
  }

  private static Chunk chunk(int target) {
    Chunk chunk = Chunk.withSource(2, 1, new Chunk(1, 1));
    chunk.targets()[0] = target;
    chunk.targets()[1] = Vocabulary.BOUNDARY_ID;
    chunk.filled(2);
    return chunk;
  }

  /** A decoder that decodes each source into one token. */
  private record Repeating(int token) implements SequenceDecoder {
    @Override
    public List<DecodedSequence> decode(Chunk source, long[] numbers, boolean probabilities) {
      int[] tokens = {token};
      return List.of(new DecodedSequence(tokens, new float[0], List.of(), new int[0], List.of()));
    }

    @Override
    public void close() {}
  }
}
