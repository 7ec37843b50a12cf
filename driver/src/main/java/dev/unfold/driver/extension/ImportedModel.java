package dev.unfold.driver.extension;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.worker.model.Model;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A model that was read from a file of another library.
 *
 * @param path the path of the file
 * @param foreign the reason why the network is not a built-in one; empty if it is
 */
public record ImportedModel(String path, Model model, Optional<String> foreign) {
  /**
   * Writes the model; may be repeated if it fails.
   *
   * @param folder the path of its folder, which must not exist
   */
  public ModelFolder write(String folder, Configuration hadoop) throws IOException {
    String resolved = CommitFolder.open(folder, hadoop).path();
    String name = resolved.substring(resolved.lastIndexOf('/') + 1);
    String parent = resolved.substring(0, resolved.length() - name.length());
    return ModelFolder.of(
        new CommitTransaction(
                CommitFolder.open(parent, hadoop),
                name,
                files ->
                    ModelFolder.write(
                        files,
                        model,
                        Map.of("parametersSha256", model.sha256()),
                        Map.of("imported", path)))
            .run());
  }
}
