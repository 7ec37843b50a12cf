package dev.unfold.driver.corpus.example.sharding;

import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.batch.ExampleBatchLayout;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.ExampleChunkReader;
import dev.unfold.worker.sequence.batch.SequencePairChunkReader;
import dev.unfold.worker.sequence.batch.ShardSchedule;
import dev.unfold.worker.sequence.batch.TargetAlignment;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.sequence.segment.ExampleSource;
import java.io.Serializable;

/** A factory of the chunk readers for sharded examples. */
public sealed interface ExampleChunkFactory extends Serializable {
  /** Returns the shape of the inputs and targets of a step. */
  DataShape shape();

  /** Returns the number of steps of the longest chunk: T and those that are read ahead. */
  int steps(EncodedExampleCorpus examples, ExampleBatchLayout layout);

  /**
   * Returns the number of steps of the longest source sequence of a chunk; 0 if chunks have none.
   */
  int sourceSteps(EncodedExampleCorpus examples);

  /** Creates the reader of a shard's chunks. */
  ChunkSource reader(
      EncodedExampleCorpus examples,
      ExampleBatchLayout layout,
      ShardSchedule order,
      ExampleSource source);

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
    public int steps(EncodedExampleCorpus examples, ExampleBatchLayout layout) {
      return layout.longestChunk();
    }

    @Override
    public int sourceSteps(EncodedExampleCorpus examples) {
      return 0;
    }

    @Override
    public ChunkSource reader(
        EncodedExampleCorpus examples,
        ExampleBatchLayout layout,
        ShardSchedule order,
        ExampleSource source) {
      return new ExampleChunkReader(
          order,
          source,
          new ExampleChunkLayout(
              layout.longestChunk(), layout.cut().batch(), shape, place, maxCharacters));
    }
  }

  /**
   * A factory for targets that are separate sequences.
   *
   * @param maxCharacters the maximum number of characters of an input word that are read, if words
   *     are read as characters
   * @param boundary the token before and after a target
   * @param alignment the alignment of targets with steps of the input
   */
  record OfPairs(DataShape shape, int maxCharacters, int boundary, TargetAlignment alignment)
      implements ExampleChunkFactory {
    @Override
    public int steps(EncodedExampleCorpus examples, ExampleBatchLayout layout) {
      return pairs(examples, layout.cut().batch()).steps();
    }

    @Override
    public int sourceSteps(EncodedExampleCorpus examples) {
      return pairs(examples, 1).sourceSteps();
    }

    @Override
    public ChunkSource reader(
        EncodedExampleCorpus examples,
        ExampleBatchLayout layout,
        ShardSchedule order,
        ExampleSource source) {
      return new SequencePairChunkReader(order, source, pairs(examples, layout.cut().batch()));
    }

    private SequencePairChunkReader.PairLayout pairs(EncodedExampleCorpus examples, int batch) {
      return new SequencePairChunkReader.PairLayout(
          examples.longestInput(),
          examples.longestTarget(),
          batch,
          shape,
          maxCharacters,
          boundary,
          alignment);
    }
  }
}
