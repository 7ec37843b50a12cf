package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.ExampleChunkReader;
import dev.unfold.worker.sequence.batch.SequencePairChunkReader;
import dev.unfold.worker.sequence.batch.ShardSchedule;
import dev.unfold.worker.sequence.example.ExampleSource;
import dev.unfold.worker.sequence.example.TargetPosition;
import java.io.Serializable;

/** A factory of the chunk readers for sharded examples. */
public sealed interface ExampleChunkFactory extends Serializable {
  /** Returns the shape of the inputs and targets of a step. */
  DataShape shape();

  /** Returns the number of steps of the longest chunk, T. */
  int steps(ShardedExampleCorpus corpus);

  /**
   * Returns the number of steps of the longest source sequence of a chunk; 0 if chunks have none.
   */
  int sourceSteps(ShardedExampleCorpus corpus);

  /** Creates the reader of a shard's chunks. */
  ChunkSource reader(ShardedExampleCorpus corpus, ShardSchedule order, ExampleSource examples);

  /**
   * A factory for targets at steps of the input.
   *
   * @param place the position of the target
   * @param maxCharacters the maximum number of characters of a word that are read, if words are
   *     read as characters
   */
  record OfSteps(DataShape shape, TargetPosition place, int maxCharacters)
      implements ExampleChunkFactory {
    @Override
    public int steps(ShardedExampleCorpus corpus) {
      return corpus.layout().longestChunk();
    }

    @Override
    public int sourceSteps(ShardedExampleCorpus corpus) {
      return 0;
    }

    @Override
    public ChunkSource reader(
        ShardedExampleCorpus corpus, ShardSchedule order, ExampleSource examples) {
      return new ExampleChunkReader(
          order,
          examples,
          new ExampleChunkLayout(corpus.steps(), corpus.batch(), shape, place, maxCharacters));
    }
  }

  /**
   * A factory for targets that are separate sequences.
   *
   * @param maxCharacters the maximum number of characters of an input word that are read, if words
   *     are read as characters
   * @param boundary the token before and after a target
   */
  record OfPairs(DataShape shape, int maxCharacters, int boundary) implements ExampleChunkFactory {
    @Override
    public int steps(ShardedExampleCorpus corpus) {
      return layout(corpus).steps();
    }

    @Override
    public int sourceSteps(ShardedExampleCorpus corpus) {
      return layout(corpus).sourceSteps();
    }

    @Override
    public ChunkSource reader(
        ShardedExampleCorpus corpus, ShardSchedule order, ExampleSource examples) {
      return new SequencePairChunkReader(order, examples, layout(corpus));
    }

    private SequencePairChunkReader.PairLayout layout(ShardedExampleCorpus corpus) {
      return new SequencePairChunkReader.PairLayout(
          corpus.examples().longestInput(),
          corpus.examples().longestTarget(),
          corpus.batch(),
          shape,
          maxCharacters,
          boundary);
    }
  }
}
