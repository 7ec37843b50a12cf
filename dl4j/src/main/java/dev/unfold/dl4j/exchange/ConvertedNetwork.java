package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.exchange.configuration.Dl4jTrainingConfiguration;
import dev.unfold.dl4j.exchange.configuration.ExportedConfiguration;
import dev.unfold.dl4j.exchange.configuration.ExpressibleNetwork;
import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import java.util.Map;

/**
 * An Unfold network and the equivalent DL4J network.
 *
 * @param configuration the configuration of the DL4J network
 * @param mapping the mapping between the parameters of both
 * @param settings the settings of a network of the kind {@code dl4j} with that configuration
 */
public record ConvertedNetwork(
    Dl4jConfiguration configuration, ParameterMapping mapping, ForeignNetworkSettings settings) {
  /**
   * Converts an Unfold network.
   *
   * @param training the flattened training settings
   * @throws ModelFormatException if DL4J has no such network
   */
  public static ConvertedNetwork of(
      NetworkSettings settings, DataShape shape, Map<String, Object> training)
      throws ModelFormatException {
    LayeredNetworkSettings layered = ExpressibleNetwork.require("network", settings, shape);
    String json =
        new ExportedConfiguration(
                layered, shape, Dl4jTrainingConfiguration.of(Map.of("settings", training)))
            .json();
    Dl4jConfiguration configuration = Dl4jConfiguration.parse("network", json);
    return new ConvertedNetwork(
        configuration,
        ParameterMapping.of(Networks.of(layered, shape), layered, configuration),
        new ForeignNetworkSettings(ForeignNetworkSettings.Library.DL4J, json));
  }
}
