package dev.unfold.worker.golden;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.RegularizationSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The float64 results of PyTorch for a small language model; {@code scripts/golden} generates and
 * documents the files.
 *
 * @param name the name of the case and of its file
 * @param torch the version of PyTorch
 * @param layers the layers
 * @param output the output layer
 * @param regularization the regularization, without dropout
 * @param shapes the dimensions of the parameters, by name and in order
 * @param initialParameters the initial parameters, row-major
 * @param inputs the inputs of each chunk, time-major as in {@link Chunk}
 * @param targets the targets of each chunk, {@link Chunk#NO_TARGET} where masked
 * @param resets the resets of each chunk
 * @param runs the ten training steps on the ten chunks, each run from the initial parameters
 */
public record GoldenCase(
    @JsonProperty("case") String name,
    String torch,
    List<LayerSettings> layers,
    Sizes sizes,
    OutputSettings output,
    RegularizationSettings regularization,
    Map<String, List<Integer>> shapes,
    Map<String, double[]> initialParameters,
    List<int[]> inputs,
    List<int[]> targets,
    List<boolean[]> resets,
    Map<String, Run> runs) {

  /** V, E, H, B and T. */
  public record Sizes(int vocabulary, int embedding, int hidden, int batch, int steps) {}

  /**
   * One training run.
   *
   * @param losses the losses before each step
   * @param gradients the gradients of the first two steps before clipping, in run {@code sgd} only
   * @param finalParameters the final parameters, row-major
   * @param finalCarry the carried states, each with the values of all lanes
   */
  public record Run(
      OptimizerSettings optimizer,
      ClipSettings clip,
      List<Double> losses,
      List<Map<String, double[]>> gradients,
      Map<String, double[]> finalParameters,
      Map<String, double[]> finalCarry) {}

  /** Returns the names of all cases, in which every type of layer appears. */
  public static List<String> names() {
    return List.of(
        "rnn_1",
        "rnn_1_second_bias",
        "rnn_2",
        "lstm_1",
        "lstm_1_adaptive",
        "lstm_1_dense",
        "lstm_1_dilated_convolution",
        "lstm_1_in_batch",
        "lstm_1_in_batch_ranked",
        "lstm_1_layer_normalization",
        "lstm_1_sampled",
        "lstm_1_second_bias",
        "lstm_1_time_delay",
        "lstm_2",
        "lstm_2_documents",
        "lstm_2_regularized",
        "gru_1",
        "gru_1_second_bias",
        "gru_2",
        "jordan_1");
  }

  /** Loads a case from the class path. */
  public static GoldenCase load(String name) throws IOException {
    String path = "/golden/" + name + ".json";
    try (InputStream in = GoldenCase.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path + " on the class path");
      }
      return NetworkSettingsModule.newMapper().readValue(in, GoldenCase.class);
    }
  }

  /** Returns a chunk as read by the worker. */
  public Chunk chunk(int index) {
    Chunk chunk = new Chunk(sizes.steps(), sizes.batch());
    int length = sizes.steps() * sizes.batch();
    System.arraycopy(inputs.get(index), 0, chunk.inputs(), 0, length);
    System.arraycopy(targets.get(index), 0, chunk.targets(), 0, length);
    System.arraycopy(resets.get(index), 0, chunk.resets(), 0, length);
    for (int i = 0; i < length; i++) {
      chunk.present()[i] = chunk.targets()[i] != Chunk.NO_TARGET;
    }
    chunk.filled(sizes.steps());
    return chunk;
  }
}
