package dev.unfold.driver.dl4j.network;

import dev.unfold.driver.dl4j.CarryingGraph;
import dev.unfold.driver.dl4j.Graphs;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.NetworkLibrary;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.NetworkSettings;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** DL4J, for networks of the kind {@code dl4j}. */
public final class Dl4jLibrary implements NetworkLibrary {
  /** The key of the configuration. */
  static final String SETTING = "network.configuration";

  @Override
  public Network build(NetworkSettings settings, DataShape shape) {
    ComputationGraphConfiguration configuration =
        Graphs.of(MultiLayerConfiguration.fromJson(settings.configuration()));
    TrainableLayers.require(configuration);
    return new Dl4jNetwork(configuration, shape, CarryingGraph.carries(configuration));
  }
}
