package dev.unfold.driver.store;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.training.state.RunInspection;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves the path of a model: its own folder, the directory of the run that trained it, or a
 * model store, for its champion.
 */
public final class ModelResolver {
  private static final Logger LOG = LoggerFactory.getLogger(ModelResolver.class);

  private ModelResolver() {}

  /**
   * Opens a model.
   *
   * @throws IOException if the path is a file, or the folder contains no model that verifies, no
   *     run with a model, and no store with a champion
   */
  public static ModelFolder open(String path, Configuration configuration) throws IOException {
    if (CommitFolder.open(path, configuration)
        .itself()
        .filter(entry -> !entry.folder())
        .isPresent()) {
      throw new StorageException(
          ErrorKind.USAGE,
          path + ": expected the folder of a model, of a run or of a model store, found a file");
    }
    ModelStore store = new ModelStore(path, configuration);
    if (store.exists()) {
      return store.requireChampion().model();
    }
    Optional<ModelFolder> ofRun = new RunInspection(path, configuration).model();
    ofRun.ifPresent(
        model -> LOG.info("{} is the directory of a run: its model is {}", path, model.path()));
    return ofRun.isPresent() ? ofRun.get() : ModelFolder.open(path, configuration);
  }
}
