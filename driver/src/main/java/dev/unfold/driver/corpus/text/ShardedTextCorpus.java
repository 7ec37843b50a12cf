package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import dev.unfold.worker.sequence.LaneChunks;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.sequence.RandomChunks;
import dev.unfold.worker.sequence.TextChunkReader;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.training.RandomStepSettings;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * A text corpus that is split into lanes. Every epoch reads the same chunks, or others of random
 * length.
 *
 * @param layout the layout of the lanes
 * @param randomSteps the variation of the length of a chunk
 * @param seed the seed of the lengths
 */
public record ShardedTextCorpus(
    EncodedTextCorpus corpus, LaneLayout layout, RandomStepSettings randomSteps, long seed)
    implements ShardedCorpus {
  /** Returns a corpus whose chunks have the same length in every epoch. */
  public static ShardedTextCorpus of(EncodedTextCorpus corpus, LaneLayout layout) {
    return new ShardedTextCorpus(corpus, layout, RandomStepSettings.none(), 0);
  }

  /** Returns a corpus that is split for evaluation, with at most as many lanes as targets. */
  public static ShardedTextCorpus forEvaluation(
      EncodedTextCorpus corpus, EvaluationSettings settings) {
    long targets = corpus.tokens() - 1;
    int shards = (int) Math.min(settings.shards(), targets);
    int batch = (int) Math.min(settings.batch(), targets / shards);
    return of(corpus, new LaneLayout(corpus.tokens(), shards, batch, EVALUATION_STEPS));
  }

  @Override
  public int shards() {
    return layout.shards();
  }

  @Override
  public int batch() {
    return layout.batch();
  }

  @Override
  public int steps() {
    return randomSteps.vary() ? RandomChunks.mostSteps(layout, randomSteps) : layout.mostSteps();
  }

  @Override
  public int sourceSteps() {
    return 0;
  }

  @Override
  public long targets() {
    return corpus.tokens() - 1;
  }

  @Override
  public TextSize textSize() {
    return corpus.textSize();
  }

  @Override
  public Epoch epoch(long epoch) {
    return new TextOfEpoch(corpus, layout, chunks(epoch));
  }

  private LaneChunks chunks(long epoch) {
    CounterRandom random = new CounterRandom(seed).derive(RandomSubstreams.CHUNK_LENGTHS);
    return randomSteps.vary()
        ? new RandomChunks(layout, randomSteps, random.derive(epoch))
        : layout;
  }

  private record TextOfEpoch(EncodedTextCorpus corpus, LaneLayout layout, LaneChunks cut)
      implements Epoch {
    @Override
    public long chunks() {
      return cut.chunksPerEpoch();
    }

    @Override
    public ShardChunks open(int shard, Configuration configuration) throws IOException {
      EncodedTokenSource tokens = corpus.open(configuration);
      return new ShardChunks(
          new TextChunkReader(layout, cut, shard, tokens, corpus.boundary()), tokens);
    }
  }
}
