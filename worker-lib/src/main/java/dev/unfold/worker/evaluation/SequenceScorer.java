package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.PooledSequences;
import dev.unfold.worker.evaluation.metric.SequenceStatistics;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.SequenceGenerator;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.ScoringSettings.References;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a sequence of each source, always going on with the most probable token, and compares it
 * with the target, or with those of all examples with the same source. A sequence that does not end
 * is cut off one token behind the longest target of the corpus. A token of a target that the
 * vocabulary does not have is missed whatever is predicted.
 */
final class SequenceScorer implements ChunkScorer {
  /** A placeholder that cannot occur in the text of a corpus. */
  private static final String NOT_IN_VOCABULARY = "\uFFFD";

  private final Scoring.OfSequences scoring;
  private final SequenceGenerator generator;
  private final int longest;
  private final SequenceStatistics figures;
  private final PooledSequences pooled;

  /**
   * @param generator closed with this
   * @param longest tokens behind which a sequence is cut off
   */
  SequenceScorer(Scoring.OfSequences scoring, SequenceGenerator generator, int longest) {
    this.scoring = scoring;
    this.generator = generator;
    this.longest = longest;
    figures = new SequenceStatistics(scoring.settings(), scoring.words());
    pooled = new PooledSequences(scoring.settings(), scoring.words());
  }

  @Override
  public void add(Chunk chunk) {
    Chunk source = chunk.source().orElseThrow();
    List<int[]> made = generator.generate(source, longest, ClassSampler.greedy());
    for (int lane = 0; lane < chunk.batch(); lane++) {
      if (chunk.length(lane) > 0) {
        add(new LaneSource(source, lane), reference(chunk, lane), predicted(made.get(lane)));
      }
    }
  }

  private void add(LaneSource input, List<String> reference, List<String> made) {
    List<String> wanted = input.tokens(scoring.slots());
    if (isPooled()) {
      pooled.add(input.key(), wanted, reference, made);
    } else {
      figures.add(wanted, List.of(reference), made);
    }
  }

  private boolean isPooled() {
    return scoring.settings().references() == References.INPUT;
  }

  /** Returns the target of a lane without the boundary behind it. */
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
    return List.of(
        isPooled()
            ? new Score.Count<>(PooledSequences.class, pooled)
            : new Score.Count<>(SequenceStatistics.class, figures));
  }

  @Override
  public void close() {
    generator.close();
  }
}
