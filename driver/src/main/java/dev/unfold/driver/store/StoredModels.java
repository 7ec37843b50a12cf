package dev.unfold.driver.store;

import dev.unfold.driver.model.ModelFolder;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Models by a path that is either their folder or that of a store, whose champion is meant. */
public final class StoredModels {
  private StoredModels() {}

  /**
   * Opens a model.
   *
   * @throws IOException if the folder holds neither a model that verifies nor a store with a
   *     champion
   */
  public static ModelFolder open(String path, Configuration configuration) throws IOException {
    ModelStore store = new ModelStore(path, configuration);
    return store.exists() ? store.requireChampion().model() : ModelFolder.open(path, configuration);
  }
}
