package dev.unfold.driver.execution;

import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.NetworkSettings;
import java.io.Serializable;
import java.util.List;

/**
 * The configuration that every task of a run needs.
 *
 * @param network the settings of the network
 * @param shape the shape of the data that the network reads and predicts
 * @param kernels the kernels of the matrix products
 * @param hadoop the driver's Hadoop configuration
 * @param frozen the names of the tensors that training leaves as they are
 */
public record TaskConfiguration(
    NetworkSettings network,
    DataShape shape,
    Kernels kernels,
    SerializedHadoopConfiguration hadoop,
    List<String> frozen)
    implements Serializable {
  public TaskConfiguration {
    frozen = List.copyOf(frozen);
  }

  /** Creates the configuration of tasks that train all tensors, if they train. */
  public TaskConfiguration(
      NetworkSettings network,
      DataShape shape,
      Kernels kernels,
      SerializedHadoopConfiguration hadoop) {
    this(network, shape, kernels, hadoop, List.of());
  }

  /** Returns a copy with other tensors that training leaves as they are. */
  public TaskConfiguration withFrozen(List<String> tensors) {
    return new TaskConfiguration(network, shape, kernels, hadoop, tensors);
  }

  /** Returns a new instance of the topology, which is cheap to build and not serialized. */
  public Network buildNetwork() {
    return Networks.of(network, shape);
  }
}
