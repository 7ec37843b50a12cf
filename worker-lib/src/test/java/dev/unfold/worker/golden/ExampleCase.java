package dev.unfold.worker.golden;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The float64 results of PyTorch for a small network over examples; {@code scripts/golden}
 * generates and documents the files.
 *
 * @param name the name of the case and of its file
 * @param torch the version of PyTorch
 * @param classWeights the weight of each class in the loss; empty if they are all 1
 * @param shapes the dimensions of the parameters, by name and in order
 * @param initialParameters the initial parameters, row-major
 * @param inputs the inputs of each chunk, time-major as in {@link Chunk}
 * @param targets the targets of each chunk, {@link Chunk#NO_TARGET} where a step is absent
 * @param sources the tokens of each chunk's sources, time-major
 * @param sourceLengths the length of the source of each lane
 * @param runs the training steps on the chunks, each run from the initial parameters
 */
public record ExampleCase(
    @JsonProperty("case") String name,
    String torch,
    NetworkSettings network,
    DataShape shape,
    double[] classWeights,
    Sizes sizes,
    Map<String, List<Integer>> shapes,
    Map<String, double[]> initialParameters,
    List<int[]> inputs,
    List<int[]> targets,
    List<int[]> sources,
    List<int[]> sourceLengths,
    Map<String, Run> runs) {

  /** B, T and the steps of a source. */
  public record Sizes(int batch, int steps, int sourceSteps) {}

  /**
   * One training run.
   *
   * @param losses the losses before each step
   * @param gradients the gradients of the first two steps before clipping, in run {@code sgd} only
   * @param finalParameters the final parameters, row-major
   */
  public record Run(
      OptimizerSettings optimizer,
      ClipSettings clip,
      List<Double> losses,
      List<Map<String, double[]>> gradients,
      Map<String, double[]> finalParameters) {}

  /** Returns the names of all cases. */
  public static List<String> names() {
    return List.of(
        "tagger_lstm_2_bidirectional",
        "tagger_lstm_1_bidirectional_weighted",
        "sequence_lstm_1_bidirectional_additive",
        "sequence_lstm_1_bidirectional_dot",
        "sequence_gru_2_dot",
        "sequence_rnn_1");
  }

  /** Loads a case from the class path. */
  public static ExampleCase load(String name) throws IOException {
    String path = "/golden/" + name + ".json";
    try (InputStream in = ExampleCase.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path + " on the class path");
      }
      return NetworkSettingsModule.newMapper().readValue(in, ExampleCase.class);
    }
  }

  /** Returns a chunk as read by the worker. */
  public Chunk chunk(int index) {
    Chunk chunk =
        sizes.sourceSteps() == 0
            ? new Chunk(sizes.steps(), sizes.batch())
            : Chunk.withSource(sizes.steps(), sizes.batch(), source(index));
    chunk.weights().setClasses(classWeights);
    int length = sizes.steps() * sizes.batch();
    System.arraycopy(inputs.get(index), 0, chunk.inputs(), 0, length);
    System.arraycopy(targets.get(index), 0, chunk.targets(), 0, length);
    for (int i = 0; i < length; i++) {
      chunk.present()[i] = chunk.targets()[i] != Chunk.NO_TARGET;
      chunk.resets()[i] = i < sizes.batch();
    }
    chunk.filled(sizes.steps());
    return chunk;
  }

  private Chunk source(int index) {
    Chunk source = new Chunk(sizes.sourceSteps(), sizes.batch());
    int length = sizes.sourceSteps() * sizes.batch();
    System.arraycopy(sources.get(index), 0, source.inputs(), 0, length);
    for (int i = 0; i < length; i++) {
      int lane = i % sizes.batch();
      source.present()[i] = i / sizes.batch() < sourceLengths.get(index)[lane];
      source.resets()[i] = i < sizes.batch();
    }
    source.filled(sizes.sourceSteps());
    return source;
  }
}
