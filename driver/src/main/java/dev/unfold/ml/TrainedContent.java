package dev.unfold.ml;

import dev.unfold.api.UnfoldException;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.driver.store.ModelResolver;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.prediction.TableModel;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/**
 * The content of a model folder in memory.
 *
 * @param table the model
 * @param metrics the metrics with which it was written
 * @param provenance its provenance
 * @param longestTarget the number of steps of the longest target of the training table
 */
record TrainedContent(
    TableModel table,
    Map<String, Object> metrics,
    Map<String, Object> provenance,
    OptionalInt longestTarget) {
  /**
   * Reads a model.
   *
   * @param path the folder of a model, the directory of a run, or a model store
   */
  static TrainedContent read(String path, Configuration hadoop) {
    try {
      ModelFolder folder = ModelResolver.open(path, hadoop);
      return new TrainedContent(
          TableModel.of(path, folder.read()),
          folder.metrics(),
          folder.provenance(),
          folder.longestTarget());
    } catch (IOException e) {
      throw new UnfoldException(e);
    }
  }

  Model model() {
    return table.model();
  }

  /**
   * Writes the model.
   *
   * @param parent an existing folder
   * @param name the name of the new folder in it
   */
  void write(String parent, String name, Configuration hadoop) throws IOException {
    new CommitTransaction(
            CommitFolder.open(parent, hadoop),
            name,
            files -> ModelFolder.write(files, model(), metrics, provenance))
        .run();
  }
}
