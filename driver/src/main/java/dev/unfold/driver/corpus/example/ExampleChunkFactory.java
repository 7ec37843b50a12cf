package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleChunkLayout;
import dev.unfold.worker.sequence.example.ExampleChunkReader;
import dev.unfold.worker.sequence.example.ExampleSource;
import dev.unfold.worker.sequence.example.SequencePairChunkReader;
import dev.unfold.worker.sequence.example.ShardSchedule;
import dev.unfold.worker.sequence.example.TargetPosition;
import java.io.Serializable;

/** A factory of the chunk readers for sharded examples. */
public sealed interface ExampleChunkFactory extends Serializable {
  /** Returns the shape of the inputs and targets of a step. */
  DataShape shape();

  /** T, of the longest chunk. */
  int steps(ShardedExampleCorpus dealt);

  /** Steps of the longest source of a chunk; 0 where chunks have none. */
  int sourceSteps(ShardedExampleCorpus dealt);

  /** Creates the reader of a shard's chunks. */
  ChunkSource reader(ShardedExampleCorpus dealt, ShardSchedule order, ExampleSource examples);

  /**
   * Targets at steps of the input.
   *
   * @param place where the target stands
   * @param letters of a word that are read, where words are spelled out
   */
  record OfSteps(DataShape shape, TargetPosition place, int letters)
      implements ExampleChunkFactory {
    @Override
    public int steps(ShardedExampleCorpus dealt) {
      return dealt.layout().longestChunk();
    }

    @Override
    public int sourceSteps(ShardedExampleCorpus dealt) {
      return 0;
    }

    @Override
    public ChunkSource reader(
        ShardedExampleCorpus dealt, ShardSchedule order, ExampleSource examples) {
      return new ExampleChunkReader(
          order,
          examples,
          new ExampleChunkLayout(dealt.steps(), dealt.batch(), shape, place, letters));
    }
  }

  /**
   * Targets that are sequences of their own.
   *
   * @param letters of a word of the input that are read, where words are spelled out
   * @param boundary the token before and behind a target
   */
  record OfPairs(DataShape shape, int letters, int boundary) implements ExampleChunkFactory {
    @Override
    public int steps(ShardedExampleCorpus dealt) {
      return form(dealt).steps();
    }

    @Override
    public int sourceSteps(ShardedExampleCorpus dealt) {
      return form(dealt).sourceSteps();
    }

    @Override
    public ChunkSource reader(
        ShardedExampleCorpus dealt, ShardSchedule order, ExampleSource examples) {
      return new SequencePairChunkReader(order, examples, form(dealt));
    }

    private SequencePairChunkReader.PairLayout form(ShardedExampleCorpus dealt) {
      return new SequencePairChunkReader.PairLayout(
          dealt.examples().longestInput(),
          dealt.examples().longestTarget(),
          dealt.batch(),
          shape,
          letters,
          boundary);
    }
  }
}
