package dev.unfold.driver.training;

import dev.unfold.driver.extension.NetworkFile;
import dev.unfold.driver.extension.NetworkFileReader;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.driver.training.pretrained.StartVectors;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source of the initial parameters of a run: a parent model, the file of another library's
 * network, or else random numbers; and word vectors for embeddings.
 *
 * @param parent the model from which training starts
 * @param networkFile the file of a network of another library
 * @param vectors the vectors of tokens that the parent does not know
 */
record InitialParameters(
    Optional<ParentModel> parent, Optional<NetworkFile> networkFile, StartVectors vectors) {
  private static final Logger LOG = LoggerFactory.getLogger(InitialParameters.class);

  private static final String NO_PARENT = "none";

  /**
   * Reads the model or the file that the settings name.
   *
   * @throws IOException if it cannot be read
   */
  static InitialParameters read(UnfoldSettings settings, Configuration configuration)
      throws IOException {
    Optional<NetworkFile> networkFile = NetworkFileReader.readNamed(settings, configuration);
    String parent = settings.training().parent();
    if (parent.isEmpty()) {
      return new InitialParameters(Optional.empty(), networkFile, StartVectors.none());
    }
    LOG.info("reading the parent model {}", parent);
    return new InitialParameters(
        Optional.of(ParentModel.open(parent, configuration)), networkFile, StartVectors.none());
  }

  /** Returns the same source with word vectors. */
  InitialParameters with(StartVectors found) {
    return new InitialParameters(parent, networkFile, found);
  }

  /** Adds the hashes that must be unchanged for a run to resume. */
  void addTo(SortedMap<String, String> identity) {
    identity.put(
        "training.parent.sha256", parent.map(model -> model.model().sha256()).orElse(NO_PARENT));
    networkFile.ifPresent(file -> identity.put("network.configuration.sha256", file.sha256()));
  }

  /** Returns the settings with the network itself where they name a file of another library. */
  UnfoldSettings resolveNetwork(UnfoldSettings settings) {
    return networkFile.map(file -> settings.with(file.settings())).orElse(settings);
  }

  /** Creates the parameters and an empty optimizer state. */
  ModelState create(Network network, TrainingSettings settings) {
    ModelState random = new ShardTrainer(network, settings).initialState();
    float[] parameters =
        parent
            .map(model -> model.parametersOf(network, random.parameters()))
            .or(() -> networkFile.map(file -> file.parametersOf(network, random.parameters())))
            .orElse(random.parameters());
    vectors.putInto(parameters);
    return new ModelState(parameters, random.optimizer());
  }
}
