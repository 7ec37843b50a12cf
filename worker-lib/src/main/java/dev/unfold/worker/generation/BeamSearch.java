package dev.unfold.worker.generation;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Gemm;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the most probable sequence of each source, by beam search: at each step only the k most
 * probable beginnings are gone on with. Each is a lane of its own; the lanes of one source are
 * neighbors.
 */
public final class BeamSearch implements AutoCloseable {
  private final StepwiseDecoder steps;
  private final DecoderTokens target;
  private final BeamSettings beam;

  /**
   * @param network that makes sequences
   * @param gemm of the calling thread
   * @param values the parameters, in the layout of the network
   * @param largest with as many lanes and steps as any source
   */
  public BeamSearch(
      Network network,
      Gemm gemm,
      float[] values,
      DecoderTokens target,
      Chunk largest,
      BeamSettings beam) {
    this.target = target;
    this.beam = beam;
    steps = new StepwiseDecoder(network, gemm, values, repeat(largest));
  }

  /** Each lane k times. */
  private Chunk repeat(Chunk source) {
    int[] lanes = new int[source.batch() * beam.width()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = i / beam.width();
    }
    return source.ofLanes(lanes);
  }

  /**
   * The best sequences of each lane, at most k, the best first; none of a lane without a source.
   *
   * @param source with a reset at the first step of each lane
   * @param longest tokens after which a sequence is cut off, the end among them
   */
  public List<List<Hypothesis>> search(Chunk source, int longest) {
    steps.begin(repeat(source), target.begin());
    List<SourceBeam> beams = new ArrayList<>();
    for (int lane = 0; lane < source.batch(); lane++) {
      beams.add(new SourceBeam(beam, target, longest));
    }
    int[] from = new int[source.batch() * beam.width()];
    for (int t = 0; t < longest && steps.anyOpen(); t++) {
      steps.run(
          (lane, logits) -> beams.get(lane / beam.width()).extend(lane % beam.width(), logits));
      for (int i = 0; i < beams.size(); i++) {
        advance(beams.get(i), i * beam.width(), from);
      }
      steps.selectStates(from);
    }
    return beams.stream().map(SourceBeam::best).toList();
  }

  private void advance(SourceBeam ofSource, int firstLane, int[] from) {
    ofSource.advance();
    for (int i = 0; i < beam.width(); i++) {
      int lane = firstLane + i;
      from[lane] = firstLane + ofSource.parent(i);
      if (ofSource.goesOn(i)) {
        steps.next(lane, ofSource.token(i));
      } else {
        steps.close(lane);
      }
    }
  }

  @Override
  public void close() {
    steps.close();
  }
}
