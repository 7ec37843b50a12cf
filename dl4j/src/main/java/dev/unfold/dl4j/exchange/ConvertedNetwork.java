package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.NetworkSettings;
import java.util.Map;

/**
 * A network of Unfold's and the same network in DL4J.
 *
 * @param configuration of DL4J's
 * @param order where the parameters of both stand
 * @param settings of a network of DL4J with that configuration
 */
public record ConvertedNetwork(
    Dl4jConfiguration configuration, ParameterMapping order, NetworkSettings settings) {
  /**
   * Finds DL4J's for one of Unfold's.
   *
   * @param training the flat settings of how it is trained
   * @throws ModelFormatException if DL4J has no such network
   */
  public static ConvertedNetwork of(
      NetworkSettings own, DataShape shape, Map<String, Object> training)
      throws ModelFormatException {
    String json =
        new ExportedConfiguration(
                own, shape, Dl4jTrainingConfiguration.of(Map.of("settings", training)))
            .json();
    return new ConvertedNetwork(
        Dl4jConfiguration.parse("network", json),
        ParameterMapping.of(Network.of(own, shape), own),
        NetworkSettings.forDl4j(json));
  }
}
