package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.sequence.TextChunkReader;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.settings.EvaluationSettings;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * A text corpus that is split into lanes; every epoch reads the same chunks.
 *
 * @param layout the layout of the lanes
 */
public record ShardedTextCorpus(EncodedTextCorpus corpus, LaneLayout layout)
    implements ShardedCorpus, ShardedCorpus.Epoch {
  /** Returns a corpus that is split for evaluation, with at most as many lanes as targets. */
  public static ShardedTextCorpus forEvaluation(
      EncodedTextCorpus corpus, EvaluationSettings settings) {
    long targets = corpus.tokens() - 1;
    int shards = (int) Math.min(settings.shards(), targets);
    int batch = (int) Math.min(settings.batch(), targets / shards);
    return new ShardedTextCorpus(
        corpus, new LaneLayout(corpus.tokens(), shards, batch, EVALUATION_STEPS));
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
    return layout.stepsOf(0);
  }

  @Override
  public int sourceSteps() {
    return 0;
  }

  @Override
  public long chunksPerEpoch() {
    return layout.chunksPerEpoch();
  }

  @Override
  public TextSize textSize() {
    return corpus.textSize();
  }

  @Override
  public Epoch epoch(long epoch) {
    return this;
  }

  @Override
  public ShardChunks open(int shard, Configuration configuration) throws IOException {
    EncodedTokenSource tokens = corpus.open(configuration);
    return new ShardChunks(new TextChunkReader(layout, shard, tokens, corpus.boundary()), tokens);
  }
}
