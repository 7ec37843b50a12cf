package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.PooledSequences;
import dev.unfold.worker.evaluation.metric.SequenceStatistics;
import dev.unfold.worker.generation.DecodedSequence;
import dev.unfold.worker.generation.SequenceDecoder;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes each source into a sequence and compares it with the target, or with the targets of all
 * examples with the same source. A target token that is not in the vocabulary counts as an error
 * whatever is predicted. Subwords are joined to text, of which the words are compared.
 */
final class SequenceScorer implements ShardScorer {
  /** Half a surrogate pair, which no token of a vocabulary has. */
  private static final String NOT_IN_VOCABULARY = "\uDFFF";

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
    pooled = scoring.emptyPool();
  }

  @Override
  public void add(Chunk chunk) {
    Chunk source = chunk.requireSource();
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
    if (scoring.isPooled()) {
      pooled.add(input.key(), slots, reference, generated);
    } else {
      statistics.add(slots, List.of(reference), generated);
    }
  }

  /** Returns the target of a lane without the boundary after it. */
  private List<String> reference(Chunk chunk, int lane) {
    int[] ids = new int[chunk.length(lane) - 1];
    Arrays.setAll(ids, step -> Chunk.classOf(chunk.targets()[step * chunk.batch() + lane], 0));
    return isOfSubwords()
        ? predicted(ids)
        : Arrays.stream(ids)
            .mapToObj(
                id ->
                    id == Vocabulary.UNKNOWN_ID
                        ? NOT_IN_VOCABULARY
                        : scoring.vocabulary().token(id))
            .toList();
  }

  private List<String> predicted(int[] ids) {
    return isOfSubwords()
        ? Whitespace.words(scoring.vocabulary().text(ids, ""))
        : Arrays.stream(ids).mapToObj(scoring.vocabulary()::token).toList();
  }

  private boolean isOfSubwords() {
    return scoring.vocabulary().subwords().isPresent();
  }

  @Override
  public List<Score.Count<?>> counts() {
    return List.of(scoring.count(statistics, pooled));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
