package dev.unfold.driver.training;

import dev.unfold.driver.extension.NetworkFile;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.TrainingSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the first parameters of a run come from: from a parent model, from the file of another
 * library's network, or else from random numbers.
 *
 * @param parent model that training begins from
 * @param networkFile of a network of another library
 */
record FirstParameters(Optional<ParentModel> parent, Optional<NetworkFile> networkFile) {
  /** Users know the run, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private static final String NO_PARENT = "none";

  /**
   * Reads what the settings name.
   *
   * @throws IOException if it cannot be read
   */
  static FirstParameters read(UnfoldSettings settings, Configuration configuration)
      throws IOException {
    Optional<NetworkFile> networkFile = NetworkFile.of(settings, configuration);
    String parent = settings.training().parent();
    if (parent.isEmpty()) {
      return new FirstParameters(Optional.empty(), networkFile);
    }
    LOG.info("reading the parent model {}", parent);
    return new FirstParameters(Optional.of(ParentModel.open(parent, configuration)), networkFile);
  }

  /** Adds what must be the same for a run to go on. */
  void addTo(SortedMap<String, String> identity) {
    identity.put(
        "training.parent.sha256", parent.map(from -> from.model().sha256()).orElse(NO_PARENT));
    networkFile.ifPresent(file -> identity.put("network.configuration.sha256", file.sha256()));
  }

  /** Returns the settings with the network itself where they name a file of another library. */
  UnfoldSettings completed(UnfoldSettings settings) {
    return networkFile.map(file -> settings.with(file.settings())).orElse(settings);
  }

  /** Makes the parameters, and the memory of an optimizer that remembers nothing. */
  ModelState make(Network network, TrainingSettings settings) {
    ModelState drawn = new ShardTrainer(network, settings).initialState();
    float[] parameters =
        parent
            .map(from -> from.parametersOf(network, drawn.parameters()))
            .or(() -> networkFile.map(file -> file.parametersOf(network, drawn.parameters())))
            .orElse(drawn.parameters());
    return new ModelState(parameters, drawn.optimizer());
  }
}
