package dev.unfold.driver.operation;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.fs.NameNodeCheck;
import dev.unfold.driver.store.ModelResolver;
import dev.unfold.worker.model.Model;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that was read completely.
 *
 * @param path the path under which it was requested: of a model, of a run or of a model store
 * @param folder the folder of the model
 * @param model the model
 */
public record LoadedModel(String path, ModelFolder folder, Model model) {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);

  /**
   * Reads a model.
   *
   * @throws IOException if its file system does not answer, or the path names no model
   */
  public static LoadedModel read(String path, Configuration hadoop) throws IOException {
    NameNodeCheck.withDefaults().require(List.of(path), hadoop);
    LOG.info("reading the model {}", path);
    ModelFolder folder = ModelResolver.open(path, hadoop);
    return new LoadedModel(path, folder, folder.read());
  }
}
