package dev.unfold.worker.generation;

import dev.unfold.worker.generation.fusion.LanguageContexts;
import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.network.alignment.TokenPosteriors;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.memory.Opening;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decodes sources by the outputs of connectionist temporal classification: by the sequence that the
 * most probable path stands for, or by a search of prefixes.
 */
final class AlignedDecoder implements SequenceDecoder {
  /** No tokens, since rules that depend on them are for networks that read what they make. */
  private static final BitSet NONE_USED = new BitSet();

  private final OpenPass pass;
  private final DecoderTokens target;
  private final int blank;
  private final int beam;
  private final LanguageContexts contexts;

  /** Reads the outputs of one source, step by step. */
  private interface Lane {
    void add(float[] output);

    /** Returns the contexts of the prefixes that are searched. */
    default List<LanguageContexts.Context> contexts() {
      return List.of();
    }

    DecodedSequence decoded();
  }

  /**
   * @param network a network whose outputs are aligned with a sequence
   * @param values the parameters, in the layout of the network
   * @param target the tokens, whose end is the blank
   * @param largest a source with the maximum number of lanes and steps
   * @param search the search of prefixes; empty for the most probable path
   */
  AlignedDecoder(
      Network network,
      Gemm gemm,
      float[] values,
      DecoderTokens target,
      Chunk largest,
      Optional<BeamSettings> search) {
    this.target = target;
    blank = target.end();
    beam = search.map(BeamSettings::width).orElse(0);
    LanguageFusion fusion = search.map(BeamSettings::fusion).orElseGet(LanguageFusion::none);
    Chunk chunk = Chunk.withSource(1, largest.batch(), largest);
    contexts = new LanguageContexts(fusion, gemm, blank);
    pass = Opening.orElse(contexts::close, () -> OpenPass.of(network, gemm, values, chunk));
  }

  @Override
  public List<DecodedSequence> decode(Chunk source, long[] numbers, boolean probabilities) {
    Chunk chunk = Chunk.withSource(1, source.batch(), source);
    List<Lane> lanes = new ArrayList<>();
    for (int lane = 0; lane < source.batch(); lane++) {
      Lane decoded = beam == 0 ? new BestPath() : new BestPrefix(prefixes());
      lanes.add(probabilities ? new WithProbabilities(decoded) : decoded);
    }
    pass.forward().run(chunk);
    int[] step = {0};
    pass.forward()
        .outputs(
            chunk,
            (position, output) -> {
              if (position / source.batch() != step[0]) {
                step[0] = position / source.batch();
                readContexts(lanes);
              }
              lanes.get(position % source.batch()).add(output);
            });
    readContexts(lanes);
    return lanes.stream().map(Lane::decoded).toList();
  }

  private PrefixBeam prefixes() {
    return new PrefixBeam(beam, target, contexts.start());
  }

  /** Lets the language model read the prefixes of all lanes together. */
  private void readContexts(List<Lane> lanes) {
    contexts.read(lanes.stream().flatMap(lane -> lane.contexts().stream()).toList());
  }

  @Override
  public void close() {
    contexts.close();
    pass.close();
  }

  /** The most probable class of each step, without repetitions and blanks. */
  private final class BestPath implements Lane {
    private final IntStream.Builder tokens = IntStream.builder();
    private int last = blank;

    @Override
    public void add(float[] output) {
      int token = Categorical.mode(target.allowed(output, NONE_USED, 0));
      if (token != last && token != blank) {
        tokens.add(token);
      }
      last = token;
    }

    @Override
    public DecodedSequence decoded() {
      return DecodedSequence.of(tokens.build().toArray());
    }
  }

  private record BestPrefix(PrefixBeam prefixes) implements Lane {
    @Override
    public void add(float[] output) {
      prefixes.extend(output);
    }

    @Override
    public List<LanguageContexts.Context> contexts() {
      return prefixes.contexts();
    }

    @Override
    public DecodedSequence decoded() {
      return DecodedSequence.of(prefixes.best(), false);
    }
  }

  /** A lane whose outputs are kept for the probabilities of its tokens. */
  private final class WithProbabilities implements Lane {
    private final Lane lane;
    private final List<float[]> outputs = new ArrayList<>();

    WithProbabilities(Lane lane) {
      this.lane = lane;
    }

    @Override
    public void add(float[] output) {
      lane.add(output);
      outputs.add(output.clone());
    }

    @Override
    public List<LanguageContexts.Context> contexts() {
      return lane.contexts();
    }

    @Override
    public DecodedSequence decoded() {
      DecodedSequence decoded = lane.decoded();
      int[] tokens = decoded.tokens();
      return tokens.length == 0
          ? decoded
          : new DecodedSequence(
              tokens,
              new TokenPosteriors(outputs.get(0).length, blank).of(outputs, tokens),
              List.of(),
              new int[0],
              decoded.hypotheses());
    }
  }
}
