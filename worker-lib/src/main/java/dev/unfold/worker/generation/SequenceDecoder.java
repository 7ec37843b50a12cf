package dev.unfold.worker.generation;

import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/** Decodes sources into sequences with a network. */
public interface SequenceDecoder extends AutoCloseable {
  /**
   * Returns the sequence of each lane, which is empty for a lane without a source.
   *
   * @param source the sources, with a reset at the first step of each lane
   * @param numbers the number of the example in each lane, which has random numbers of its own
   * @param probabilities whether the probability of each token is computed
   */
  List<DecodedSequence> decode(Chunk source, long[] numbers, boolean probabilities);

  @Override
  void close();
}
