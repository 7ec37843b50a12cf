package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.BleuScore;
import dev.unfold.worker.evaluation.metric.ErrorRate;
import dev.unfold.worker.evaluation.metric.ExactMatch;
import dev.unfold.worker.generation.Sampler;
import dev.unfold.worker.generation.SequenceGenerator;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a sequence of each source, always going on with the most probable token, and compares it
 * with the target. A sequence that does not end is cut off one token behind the longest target of
 * the corpus. A token of a target that the vocabulary does not have is missed whatever is
 * predicted.
 */
final class SequenceScorer implements ChunkScorer {
  /** No text of a corpus has it. */
  private static final String NOT_IN_VOCABULARY = "\uFFFD";

  private final Scoring.OfSequences scoring;
  private final SequenceGenerator generator;
  private final int longest;
  private final ExactMatch matches = new ExactMatch();
  private final ErrorRate errors = new ErrorRate();
  private final BleuScore bleu = new BleuScore();

  /**
   * @param generator closed with this
   * @param longest tokens behind which a sequence is cut off
   */
  SequenceScorer(Scoring.OfSequences scoring, SequenceGenerator generator, int longest) {
    this.scoring = scoring;
    this.generator = generator;
    this.longest = longest;
  }

  @Override
  public void add(Chunk chunk) {
    List<int[]> made = generator.generate(chunk.source().orElseThrow(), longest, Sampler.greedy());
    for (int lane = 0; lane < chunk.batch(); lane++) {
      if (chunk.length(lane) > 0) {
        add(reference(chunk, lane), predicted(made.get(lane)));
      }
    }
  }

  private void add(List<String> reference, List<String> predicted) {
    matches.add(List.of(reference), predicted);
    errors.add(List.of(reference), predicted);
    if (scoring.words()) {
      bleu.add(List.of(String.join(" ", reference)), String.join(" ", predicted));
    }
  }

  /** The target of a lane without the boundary behind it. */
  private List<String> reference(Chunk chunk, int lane) {
    List<String> tokens = new ArrayList<>();
    for (int step = 0; step < chunk.length(lane) - 1; step++) {
      int id = chunk.targets()[step * chunk.batch() + lane];
      tokens.add(id == Vocabulary.UNKNOWN_ID ? NOT_IN_VOCABULARY : scoring.vocabulary().token(id));
    }
    return tokens;
  }

  private List<String> predicted(int[] ids) {
    return Arrays.stream(ids).mapToObj(scoring.vocabulary()::token).toList();
  }

  @Override
  public List<Score.Count<?>> counts() {
    List<Score.Count<?>> counts = new ArrayList<>();
    counts.add(new Score.Count<>(ExactMatch.class, matches));
    counts.add(new Score.Count<>(ErrorRate.class, errors));
    if (scoring.words()) {
      counts.add(new Score.Count<>(BleuScore.class, bleu));
    }
    return counts;
  }

  @Override
  public void close() {
    generator.close();
  }
}
