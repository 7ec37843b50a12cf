package dev.unfold.worker.generation;

import dev.unfold.worker.generation.fusion.LanguageContexts;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.memory.Opening;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches for the most probable sequence for each source by beam search: at each step, only the k
 * most probable prefixes are extended. Each prefix is a lane of its own; the lanes of one source
 * are adjacent.
 */
public final class BeamSearch implements AutoCloseable {
  private final StepwiseDecoder decoder;
  private final DecoderTokens target;
  private final BeamSettings beam;
  private final LanguageContexts contexts;

  /**
   * @param network a network that generates sequences
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   * @param largest a source with the maximum number of lanes and steps
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
    Chunk repeated = repeat(largest);
    contexts = new LanguageContexts(beam.fusion(), gemm, target.end());
    decoder =
        Opening.orElse(
            contexts::close,
            () -> new StepwiseDecoder(network, gemm, values, target.rules(), repeated));
  }

  /** Returns a copy of a source with each lane repeated k times. */
  private Chunk repeat(Chunk source) {
    int[] lanes = new int[source.batch() * beam.width()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = i / beam.width();
    }
    return source.ofLanes(lanes);
  }

  /**
   * Returns the best sequences of each lane, at most k: those that ended, the best first, and then,
   * if there are fewer, those that did not; none for a lane without a source.
   *
   * @param source the source, with a reset at the first step of each lane
   * @param maxLength the number of tokens after which a sequence is truncated, including the end
   *     token
   */
  public List<List<Hypothesis>> search(Chunk source, int maxLength) {
    decoder.start(repeat(source), target.begin());
    List<SourceBeam> beams = new ArrayList<>();
    for (int lane = 0; lane < source.batch(); lane++) {
      beams.add(new SourceBeam(beam, target, maxLength, contexts.start()));
    }
    int[] from = new int[source.batch() * beam.width()];
    for (int t = 0; t < maxLength && decoder.anyOpen(); t++) {
      decoder.run(
          (lane, logits) ->
              beams
                  .get(lane / beam.width())
                  .extend(lane % beam.width(), logits, decoder.attended(lane)));
      for (int i = 0; i < beams.size(); i++) {
        advance(beams.get(i), i * beam.width(), from);
      }
      contexts.read(beams.stream().flatMap(prefixes -> prefixes.contexts().stream()).toList());
      decoder.selectStates(from);
    }
    return beams.stream().map(SourceBeam::best).toList();
  }

  private void advance(SourceBeam sourceBeam, int firstLane, int[] from) {
    sourceBeam.advance();
    for (int i = 0; i < beam.width(); i++) {
      int lane = firstLane + i;
      from[lane] = firstLane + sourceBeam.parent(i);
      if (sourceBeam.isOpen(i)) {
        decoder.next(lane, sourceBeam.token(i));
      } else {
        decoder.close(lane);
      }
    }
  }

  @Override
  public void close() {
    contexts.close();
    decoder.close();
  }
}
