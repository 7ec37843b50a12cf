package dev.unfold.worker.generation;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets a decoder make a sequence of each source, a token a step: the most probable one, or one that
 * is drawn.
 */
public final class SequenceGenerator implements AutoCloseable {
  private final StepwiseDecoder steps;
  private final DecoderTokens target;

  /**
   * @param network that makes sequences
   * @param gemm of the calling thread
   * @param values the parameters, in the layout of the network
   * @param largest with as many lanes and steps as any source
   */
  public SequenceGenerator(
      Network network, Gemm gemm, float[] values, DecoderTokens target, Chunk largest) {
    steps = new StepwiseDecoder(network, gemm, values, largest);
    this.target = target;
  }

  /**
   * The sequence of each lane; that of a lane without a source is empty.
   *
   * @param source with a reset at the first step of each lane
   * @param longest tokens after which a sequence is cut off
   * @param sampler which draws each token; each lane has random numbers of its own
   */
  public List<int[]> generate(Chunk source, int longest, ClassSampler sampler) {
    return generate(
        source, longest, IntStream.range(0, source.batch()).mapToObj(sampler::ofStream).toList());
  }

  /**
   * Generates a sequence for each source, with one sampler per lane.
   *
   * @param samplers as many as there are lanes
   */
  public List<int[]> generate(Chunk source, int longest, List<ClassSampler> samplers) {
    steps.begin(source, target.begin());
    List<IntStream.Builder> sequences = new ArrayList<>();
    for (int lane = 0; lane < source.batch(); lane++) {
      sequences.add(IntStream.builder());
    }
    int[] drawn = new int[source.batch()];
    for (int t = 0; t < longest && steps.anyOpen(); t++) {
      long index = t;
      steps.run(
          (lane, logits) -> {
            if (!target.canBePutOut(target.begin())) {
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
      if (steps.isOpen(lane) && drawn[lane] == target.end()) {
        steps.close(lane);
      } else if (steps.isOpen(lane)) {
        sequences.get(lane).add(drawn[lane]);
        steps.next(lane, drawn[lane]);
      }
    }
  }

  @Override
  public void close() {
    steps.close();
  }
}
