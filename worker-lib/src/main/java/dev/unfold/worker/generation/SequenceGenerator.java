package dev.unfold.worker.generation;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Generates a sequence from each source token by token, by greedy decoding or sampling. */
public final class SequenceGenerator implements AutoCloseable {
  private final StepwiseDecoder decoder;
  private final DecoderTokens target;

  /**
   * @param network a network that generates sequences
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   * @param largest a source with the maximum number of lanes and steps
   */
  public SequenceGenerator(
      Network network, Gemm gemm, float[] values, DecoderTokens target, Chunk largest) {
    decoder = new StepwiseDecoder(network, gemm, values, largest);
    this.target = target;
  }

  /**
   * Generates a sequence for each lane, which is empty for a lane without a source.
   *
   * @param source the source, with a reset at the first step of each lane
   * @param maxLength the number of tokens after which a sequence is truncated
   * @param sampler the sampler that draws each token; each lane has random numbers of its own
   */
  public List<int[]> generate(Chunk source, int maxLength, ClassSampler sampler) {
    return generate(
        source,
        maxLength,
        IntStream.range(0, source.batch()).mapToObj(sampler::withStream).toList());
  }

  /**
   * Generates a sequence for each source, with one sampler per lane.
   *
   * @param samplers the samplers, one for each lane
   */
  public List<int[]> generate(Chunk source, int maxLength, List<ClassSampler> samplers) {
    decoder.start(source, target.begin());
    List<IntStream.Builder> sequences = new ArrayList<>();
    for (int lane = 0; lane < source.batch(); lane++) {
      sequences.add(IntStream.builder());
    }
    int[] drawn = new int[source.batch()];
    for (int t = 0; t < maxLength && decoder.anyOpen(); t++) {
      long index = t;
      decoder.run(
          (lane, logits) -> {
            if (!target.canBeGenerated(target.begin())) {
              logits[target.begin()] = Float.NEGATIVE_INFINITY;
            }
            drawn[lane] = samplers.get(lane).draw(logits, index);
          });
      append(drawn, sequences);
    }
    return sequences.stream().map(sequence -> sequence.build().toArray()).toList();
  }

  private void append(int[] drawn, List<IntStream.Builder> sequences) {
    for (int lane = 0; lane < drawn.length; lane++) {
      if (decoder.isOpen(lane) && drawn[lane] == target.end()) {
        decoder.close(lane);
      } else if (decoder.isOpen(lane)) {
        sequences.get(lane).add(drawn[lane]);
        decoder.next(lane, drawn[lane]);
      }
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
