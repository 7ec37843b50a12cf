package dev.unfold.dl4j.network;

import static dev.unfold.worker.settings.network.ForeignNetworkSettings.CONFIGURATION_KEY;

import dev.unfold.dl4j.GraphInspection;
import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.NetworkProvider;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** Provides networks of the kind {@code dl4j}. */
public final class Dl4jNetworkProvider implements NetworkProvider {
  @Override
  public Network build(ForeignNetworkSettings settings, DataShape shape) {
    Dl4jConfiguration parsed = parse(settings.configuration());
    try {
      ComputationGraphConfiguration configuration = graph(parsed);
      TrainabilityCheck.require(configuration);
      boolean carries = TruncatedBpttGraph.nonCarryableLayer(configuration).isEmpty();
      return new Dl4jNetwork(configuration, shape, carries);
    } catch (InvalidSettingException e) {
      throw e;
    } catch (RuntimeException e) { // DL4J throws exceptions of any kind
      throw new InvalidSettingException(
          CONFIGURATION_KEY, "a network that DL4J can open", e.getMessage());
    }
  }

  private static Dl4jConfiguration parse(String json) {
    try {
      return Dl4jConfiguration.parse(CONFIGURATION_KEY, json);
    } catch (ModelFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Converts a configuration of either kind to a graph. */
  static ComputationGraphConfiguration graph(Dl4jConfiguration configuration) {
    return configuration instanceof Dl4jConfiguration.Stack stack
        ? GraphInspection.of(stack.layers())
        : ((Dl4jConfiguration.Graph) configuration).graph();
  }
}
