package dev.unfold.worker.generation;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.alignment.TokenPosteriors;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decodes sources by the outputs of connectionist temporal classification: by the sequence that the
 * most probable path stands for, or by a search of prefixes.
 */
final class AlignedDecoder implements SequenceDecoder {
  private final Workspace workspace = new Workspace();
  private final ForwardPass forward;
  private final int blank;
  private final int beam;

  /** Reads the outputs of one source, step by step. */
  private interface Lane {
    void add(float[] output);

    int[] tokens();

    default DecodedSequence decoded() {
      return DecodedSequence.of(tokens());
    }
  }

  /**
   * @param network a network whose outputs are aligned with a sequence
   * @param values the parameters, in the layout of the network
   * @param blank the class of the blank
   * @param largest a source with the maximum number of lanes and steps
   * @param beam the number of prefixes that are kept; 0 for the most probable path
   */
  AlignedDecoder(Network network, Gemm gemm, float[] values, int blank, Chunk largest, int beam) {
    this.blank = blank;
    this.beam = beam;
    Matrix parameters = workspace.vector(network.parameters().length());
    parameters.set(values);
    Chunk chunk = Chunk.withSource(1, largest.batch(), largest);
    forward = network.open(PassMemory.of(gemm, workspace, parameters, chunk));
    forward.parametersChanged();
  }

  @Override
  public List<DecodedSequence> decode(Chunk source, long[] numbers, boolean probabilities) {
    Chunk chunk = Chunk.withSource(1, source.batch(), source);
    List<Lane> lanes = new ArrayList<>();
    for (int lane = 0; lane < source.batch(); lane++) {
      Lane decoded = beam == 0 ? new BestPath() : new BestPrefix(new PrefixBeam(beam, blank));
      lanes.add(probabilities ? new WithProbabilities(decoded) : decoded);
    }
    forward.run(chunk);
    forward.outputs(chunk, (position, output) -> lanes.get(position % source.batch()).add(output));
    return lanes.stream().map(Lane::decoded).toList();
  }

  @Override
  public void close() {
    workspace.close();
  }

  /** The most probable class of each step, without repetitions and blanks. */
  private final class BestPath implements Lane {
    private final IntStream.Builder tokens = IntStream.builder();
    private int last = blank;

    @Override
    public void add(float[] output) {
      int token = Categorical.mode(output);
      if (token != last && token != blank) {
        tokens.add(token);
      }
      last = token;
    }

    @Override
    public int[] tokens() {
      return tokens.build().toArray();
    }
  }

  private record BestPrefix(PrefixBeam prefixes) implements Lane {
    @Override
    public void add(float[] output) {
      prefixes.extend(output);
    }

    @Override
    public int[] tokens() {
      return prefixes.best().tokens();
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
    public int[] tokens() {
      return lane.tokens();
    }

    @Override
    public DecodedSequence decoded() {
      int[] tokens = tokens();
      return tokens.length == 0
          ? DecodedSequence.of(tokens)
          : new DecodedSequence(
              tokens, new TokenPosteriors(outputs.get(0).length, blank).of(outputs, tokens));
    }
  }
}
