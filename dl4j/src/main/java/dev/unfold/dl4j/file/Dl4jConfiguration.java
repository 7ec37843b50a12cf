package dev.unfold.dl4j.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** The configuration of a DL4J network, without parameters. */
public sealed interface Dl4jConfiguration {
  /** Returns the JSON from which it was read. */
  String json();

  /** Returns the number of parameters of its network; they fit into 2 GB. */
  int parameterCount();

  /** The configuration of a {@code MultiLayerNetwork}. */
  record Stack(String json, int parameterCount, MultiLayerConfiguration layers)
      implements Dl4jConfiguration {}

  /** The configuration of a {@code ComputationGraph}. */
  record Graph(String json, int parameterCount, ComputationGraphConfiguration graph)
      implements Dl4jConfiguration {}

  /**
   * Reads JSON of DL4J 1.0.0-beta or later from an untrusted source: only classes of {@link
   * AllowedClasses} are instantiated, and no memory is allocated for parameters.
   *
   * @param where the file, for messages
   * @param json UTF-8
   * @throws ModelFormatException if it is not such a configuration, or one of more than 2 GB
   */
  static Dl4jConfiguration parse(String where, byte[] json) throws ModelFormatException {
    return parse(where, decode(where, json));
  }

  private static String decode(String where, byte[] bytes) throws ModelFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(where, "UTF-8", "other bytes");
    }
  }

  /**
   * Parses the JSON of a configuration as {@link #parse(String, byte[])} does.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if it is not such a configuration, or one of more than 2 GB
   */
  static Dl4jConfiguration parse(String where, String json) throws ModelFormatException {
    JsonNode tree = ConfigurationValidator.of(where, json);
    boolean stack = tree.path("confs").isArray();
    if (stack == tree.path("vertices").isObject()) {
      throw new ModelFormatException(
          where,
          "either confs, as of a MultiLayerNetwork, or vertices, as of a ComputationGraph",
          stack ? "both" : "neither");
    }
    try {
      return stack ? stackOf(where, json, tree) : graphOf(where, json, tree);
    } catch (ModelFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // DL4J throws exceptions of any kind
      throw new ModelFormatException(
          where,
          "a configuration that DL4J can read",
          ModelFormatException.quote(String.valueOf(e.getMessage())));
    }
  }

  private static Stack stackOf(String where, String json, JsonNode tree) throws IOException {
    MultiLayerConfiguration layers =
        NeuralNetConfiguration.mapper().readValue(tree.toString(), MultiLayerConfiguration.class);
    List<Long> counts =
        layers.getConfs().stream()
            .map(layer -> layer.getLayer().initializer().numParams(layer))
            .toList();
    return new Stack(json, total(where, counts), layers);
  }

  private static Graph graphOf(String where, String json, JsonNode tree) throws IOException {
    ComputationGraphConfiguration graph =
        NeuralNetConfiguration.mapper()
            .readValue(tree.toString(), ComputationGraphConfiguration.class);
    List<Long> counts =
        graph.getVertices().values().stream().map(Dl4jConfiguration::parameters).toList();
    return new Graph(json, total(where, counts), graph);
  }

  private static long parameters(GraphVertex vertex) {
    return vertex.numParams(true);
  }

  private static int total(String where, List<Long> counts) throws ModelFormatException {
    long total = 0;
    int limit = Integer.MAX_VALUE / Float.BYTES;
    for (long count : counts) {
      if (count < 0 || count > limit - total) {
        throw new ModelFormatException(where, "at most 2 GB of parameters", "more");
      }
      total += count;
    }
    return (int) total;
  }
}
