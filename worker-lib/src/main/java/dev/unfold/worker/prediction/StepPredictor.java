package dev.unfold.worker.prediction;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.StepRange;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.RowBlockGemm;
import dev.unfold.worker.tensor.memory.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes the outputs of a network step by step, for several streams at a time, from the states
 * that each of them carries. The outputs have the same bits as those of {@link ExamplePredictor}
 * for the whole sequence. Instances are not thread-safe.
 */
public final class StepPredictor implements AutoCloseable {
  private final ExampleNetwork network;
  private final OutputOptions options;
  private final OutputDistribution distribution;
  private final ExampleChunkLayout layout;
  private final Chunk chunk;
  private final Runnable closeGemm;
  private final OpenPass pass;

  /**
   * @param gemm the matrix multiplication of the calling thread, which is closed with this object,
   *     or if there is no memory for its pass
   * @param values the parameters, in the layout of the network
   * @throws IllegalArgumentException if there is an {@link #obstacle}
   */
  public StepPredictor(ExampleNetwork network, OutputOptions options, Gemm gemm, float[] values) {
    this(network, options, gemm, values, gemm::close);
  }

  private StepPredictor(
      ExampleNetwork network,
      OutputOptions options,
      Gemm gemm,
      float[] values,
      Runnable closeGemm) {
    obstacle(network)
        .ifPresent(
            found -> {
              throw new IllegalArgumentException(found);
            });
    this.network = network;
    this.options = options;
    this.closeGemm = closeGemm;
    BatchShape sequences = BatchShape.of(0, 1, PredictionOptions.DEFAULT_LANES, 1);
    layout = network.chunks(new BatchShape(1, 0, BatchShape.LANE_MULTIPLE));
    chunk = layout.newChunk();
    Network built = network.build();
    distribution = built.distribution();
    // Layers choose their algorithm by the size of the longest chunk. The bits are those of either,
    // but the one that prepares the products of a vocabulary is the faster one here, too.
    int steps = sequences.steps() * sequences.lanes() / layout.batch();
    Chunk longest = new Chunk(steps, layout.batch());
    pass =
        Opening.orElse(
            closeGemm, () -> OpenPass.of(built, new RowBlockGemm(gemm), values, longest));
  }

  /** Returns a predictor that does not close the matrix multiplication. */
  static StepPredictor sharing(
      ExampleNetwork network, OutputOptions options, Gemm gemm, float[] values) {
    return new StepPredictor(network, options, gemm, values, () -> {});
  }

  /** Returns why the steps of a network cannot be computed one by one; empty if they can. */
  public static Optional<String> obstacle(ExampleNetwork network) {
    if (network.makesSequences()) {
      return Optional.of("it generates a sequence for each row");
    }
    if (!network.inputs().hasSequence()) {
      return Optional.of("its rows have no steps");
    }
    if (network.inputs().reversed()) {
      return Optional.of("it reads sequences from their ends (reversed = true)");
    }
    if (network.settings() instanceof ForeignNetworkSettings) {
      return Optional.of("it is a network of another library, which reads whole sequences");
    }
    if (network.settings() instanceof LayeredNetworkSettings layered
        && layered.output().kind().isCrf()) {
      return Optional.of(
          "it predicts the tags of a whole sequence together (network.output.kind = "
              + SettingKeys.of(layered.output().kind())
              + ")");
    }
    if (network.lookAhead() != 0) {
      return Optional.of("its outputs depend on later steps (bidirectional or looking ahead)");
    }
    return Optional.empty();
  }

  /** Returns the largest number of streams that can be advanced at a time. */
  public int lanes() {
    return layout.batch();
  }

  /**
   * Computes the next step of several streams, independently of each other.
   *
   * @param streams the steps, at most {@link #lanes}
   */
  public List<StepOutput> advance(List<StepInput> streams) {
    layout.writeInto(chunk, examples(streams), StepRange.whole(1));
    pass.forward().carry().clear();
    for (int lane = 0; lane < streams.size(); lane++) {
      chunk.resets()[lane] = streams.get(lane).first();
      if (!streams.get(lane).first()) {
        pass.forward().carry().setLane(lane, streams.get(lane).carry());
      }
    }
    StepOutput[] outputs = new StepOutput[streams.size()];
    pass.forward().run(chunk);
    pass.forward()
        .outputs(
            chunk,
            (lane, output) -> {
              OutputCollector collector = network.collector(distribution, options);
              collector.add(chunk, lane, output);
              outputs[lane] =
                  new StepOutput(
                      collector.prediction(), output.clone(), pass.forward().carry().lane(lane));
            });
    return List.of(outputs);
  }

  /** Returns the examples with placeholders as targets, because these have outputs. */
  private static List<Example> examples(List<StepInput> streams) {
    List<Example> examples = new ArrayList<>();
    for (StepInput stream : streams) {
      Example step = stream.example();
      examples.add(new Example(step.input(), new FieldSequence.Ids(new int[1]), step.characters()));
    }
    return examples;
  }

  @Override
  public void close() {
    pass.close();
    closeGemm.run();
  }
}
