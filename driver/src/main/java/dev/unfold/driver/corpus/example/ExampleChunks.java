package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ChunkForm;
import dev.unfold.worker.sequence.example.ExampleChunkReader;
import dev.unfold.worker.sequence.example.ExampleSource;
import dev.unfold.worker.sequence.example.PairChunkReader;
import dev.unfold.worker.sequence.example.ShardOrder;
import dev.unfold.worker.sequence.example.TargetPlace;
import java.io.Serializable;

/** How dealt examples become chunks. */
public sealed interface ExampleChunks extends Serializable {
  /** What a step reads and predicts. */
  DataShape shape();

  /** T, of the longest chunk. */
  int steps(DealtExamples dealt);

  /** Steps of the longest source of a chunk; 0 where chunks have none. */
  int sourceSteps(DealtExamples dealt);

  /** What fills the chunks of a shard. */
  ChunkSource reader(DealtExamples dealt, ShardOrder order, ExampleSource examples);

  /**
   * Targets at steps of the input.
   *
   * @param place where the target stands
   * @param letters of a word that are read, where words are spelled out
   */
  record OfSteps(DataShape shape, TargetPlace place, int letters) implements ExampleChunks {
    @Override
    public int steps(DealtExamples dealt) {
      return dealt.layout().longestChunk();
    }

    @Override
    public int sourceSteps(DealtExamples dealt) {
      return 0;
    }

    @Override
    public ChunkSource reader(DealtExamples dealt, ShardOrder order, ExampleSource examples) {
      return new ExampleChunkReader(
          order, examples, new ChunkForm(dealt.steps(), dealt.batch(), shape, place, letters));
    }
  }

  /**
   * Targets that are sequences of their own.
   *
   * @param letters of a word of the input that are read, where words are spelled out
   * @param boundary the token before and behind a target
   */
  record OfPairs(DataShape shape, int letters, int boundary) implements ExampleChunks {
    @Override
    public int steps(DealtExamples dealt) {
      return form(dealt).steps();
    }

    @Override
    public int sourceSteps(DealtExamples dealt) {
      return form(dealt).sourceSteps();
    }

    @Override
    public ChunkSource reader(DealtExamples dealt, ShardOrder order, ExampleSource examples) {
      return new PairChunkReader(order, examples, form(dealt));
    }

    private PairChunkReader.PairForm form(DealtExamples dealt) {
      return new PairChunkReader.PairForm(
          dealt.examples().longestInput(),
          dealt.examples().longestTarget(),
          dealt.batch(),
          shape,
          letters,
          boundary);
    }
  }
}
