package dev.unfold.driver.dl4j.exchange;

import dev.unfold.driver.dl4j.file.Dl4jFile;
import dev.unfold.driver.dl4j.network.NetworkFile;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.tensor.OversizeException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A zip of DL4J's {@code ModelSerializer} as a model.
 *
 * @param file the zip
 * @param meaning of its ids and numbers
 */
public record Dl4jImport(Dl4jFile file, Meaning meaning) {
  /**
   * Reads a zip.
   *
   * @param meaning of its ids and numbers, where it is not what {@code unfold export} left in it
   * @throws ModelFormatException if it is none, or nothing says what its ids and numbers mean
   */
  public static Dl4jImport read(String path, Optional<Meaning> meaning, Configuration configuration)
      throws IOException {
    Dl4jFile file = Dl4jFile.read(path, configuration);
    if (file.parameters().isEmpty()) {
      throw new ModelFormatException(
          file.path(), "a zip with parameters", "a configuration by itself");
    }
    return new Dl4jImport(file, meaning.isPresent() ? meaning.get() : Meaning.of(file));
  }

  /**
   * The network with its parameters: a built-in one where its layers are those of one, else of the
   * kind {@code dl4j}.
   *
   * @throws ModelFormatException naming what cannot be trained here, or if it does not fit the
   *     meaning
   */
  public Model model() throws ModelFormatException {
    try {
      return Recognition.of(file.configuration()) instanceof Recognition.BuiltIn builtIn
          ? new ImportedStack(file.path(), builtIn.stack(), meaning)
              .model(file.parameters().orElseThrow())
          : ofDl4j();
    } catch (InvalidSettingException | OversizeException e) {
      throw new ModelFormatException(file.path(), "a valid network", e.getMessage());
    }
  }

  /** Why it is no built-in network but one of the kind {@code dl4j}: what no built-in one has. */
  public Optional<String> unlike() {
    return Recognition.of(file.configuration()) instanceof Recognition.Foreign foreign
        ? Optional.of("layer " + foreign.layer() + ", which " + foreign.why())
        : Optional.empty();
  }

  /** A network that no built-in one is like stays one of DL4J. */
  private Model ofDl4j() {
    return new NetworkFile(file).model(meaning.shape(), meaning.preprocessing(), meaning.symbols());
  }

  /**
   * Writes the model.
   *
   * @param path of its folder, which must not exist
   * @return the folder
   */
  public ModelFolder write(String path, Configuration configuration) throws IOException {
    Model model = model();
    CommitFolder folder = CommitFolder.open(path, configuration);
    String name = folder.path().substring(folder.path().lastIndexOf('/') + 1);
    String parent = folder.path().substring(0, folder.path().length() - name.length());
    return ModelFolder.of(
        CommitFolder.open(parent, configuration)
            .commit(
                name,
                files ->
                    ModelFolder.write(
                        files,
                        model,
                        Map.of("parametersSha256", model.sha256()),
                        Map.of("imported", file.path()))));
  }
}
