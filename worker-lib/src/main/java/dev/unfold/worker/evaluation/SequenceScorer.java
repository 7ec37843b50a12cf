package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.PooledSequences;
import dev.unfold.worker.evaluation.metric.SequenceStatistics;
import dev.unfold.worker.generation.DecodedSequence;
import dev.unfold.worker.generation.SequenceDecoder;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.ScoringSettings.References;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes each source into a sequence and compares it with the target, or with the targets of all
 * examples with the same source. A target token that is not in the vocabulary counts as an error
 * whatever is predicted.
 */
final class SequenceScorer implements ChunkScorer {
  /** A placeholder that cannot occur in the text of a corpus. */
  private static final String NOT_IN_VOCABULARY = "\uFFFD";

  private final Scoring.SequenceScoring scoring;
  private final SequenceDecoder decoder;
  private final SequenceStatistics statistics;
  private final PooledSequences pooled;

  /**
   * @param decoder the decoder, which is closed with this scorer
   */
  SequenceScorer(Scoring.SequenceScoring scoring, SequenceDecoder decoder) {
    this.scoring = scoring;
    this.decoder = decoder;
    statistics = scoring.emptyStatistics();
    pooled = new PooledSequences(scoring.settings(), scoring.words(), scoring.confusions());
  }

  @Override
  public void add(Chunk chunk) {
    Chunk source = chunk.source().orElseThrow();
    List<DecodedSequence> generated = decoder.decode(source, new long[source.batch()], false);
    for (int lane = 0; lane < chunk.batch(); lane++) {
      if (chunk.length(lane) > 0) {
        add(
            new LaneSource(source, lane),
            reference(chunk, lane),
            predicted(generated.get(lane).tokens()));
      }
    }
  }

  private void add(LaneSource input, List<String> reference, List<String> generated) {
    List<String> slots = input.tokens(scoring.slots());
    if (isPooled()) {
      pooled.add(input.key(), slots, reference, generated);
    } else {
      statistics.add(slots, List.of(reference), generated);
    }
  }

  private boolean isPooled() {
    return scoring.settings().references() == References.INPUT;
  }

  /** Returns the target of a lane without the boundary after it. */
  private List<String> reference(Chunk chunk, int lane) {
    List<String> tokens = new ArrayList<>();
    for (int step = 0; step < chunk.length(lane) - 1; step++) {
      int id = Chunk.classOf(chunk.targets()[step * chunk.batch() + lane], 0);
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
            : new Score.Count<>(SequenceStatistics.class, statistics));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
