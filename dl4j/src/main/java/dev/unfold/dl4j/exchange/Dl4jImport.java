package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.file.Dl4jFile;
import dev.unfold.dl4j.file.Dl4jFileReader;
import dev.unfold.dl4j.network.Dl4jNetworkFile;
import dev.unfold.driver.model.ModelSignature;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelConfigFile;
import dev.unfold.worker.model.ModelFiles;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.VocabulariesFile;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.memory.OversizeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * An import of a zip of DL4J's {@code ModelSerializer}.
 *
 * @param file the zip
 * @param signature the meaning of its ids and numbers, which DL4J itself does not know
 * @param exported the settings of the network if Unfold exported it
 */
public record Dl4jImport(
    Dl4jFile file, ModelSignature signature, Optional<LayeredNetworkSettings> exported) {
  /**
   * Reads a zip.
   *
   * @param signature the signature of the network; empty if {@code unfold export} wrote it into the
   *     zip
   * @throws ModelFormatException if the file is not such a zip, has no signature or is damaged
   */
  public static Dl4jImport read(
      String path, Optional<ModelSignature> signature, Configuration configuration)
      throws IOException {
    Dl4jFile file = Dl4jFileReader.read(path, configuration);
    if (file.parameters().isEmpty()) {
      throw new ModelFormatException(file.path(), "a zip with parameters", "a configuration only");
    }
    return signature.isPresent()
        ? new Dl4jImport(file, signature.get(), Optional.empty())
        : exported(file);
  }

  private static Dl4jImport exported(Dl4jFile file) throws IOException {
    ModelFiles place = new Extras(file);
    ModelConfig config;
    try (InputStream in = place.read(Dl4jExport.CONFIG)) {
      config = ModelConfigFile.read(place.where(Dl4jExport.CONFIG), in);
    }
    return new Dl4jImport(
        file,
        new ModelSignature(config.preprocessing(), VocabulariesFile.read(config, place)),
        layered(config.network()));
  }

  private static Optional<LayeredNetworkSettings> layered(NetworkSettings settings) {
    return settings instanceof LayeredNetworkSettings layered
        ? Optional.of(layered)
        : Optional.empty();
  }

  /**
   * Returns the model: a built-in network if its layers match one or Unfold exported it, else one
   * of the kind {@code dl4j}.
   *
   * @throws ModelFormatException if a layer cannot be trained, which the message names, or if the
   *     network does not fit the signature
   */
  public Model model() throws ModelFormatException {
    try {
      if (NetworkRecognition.of(file.configuration())
          instanceof NetworkRecognition.BuiltIn builtIn) {
        return new ImportedStack(file.path(), builtIn.stack(), signature, exported)
            .model(file.parameters().orElseThrow());
      }
      Optional<Model> reimported = reimported();
      return reimported.isPresent() ? reimported.get() : new Dl4jNetworkFile(file).model(signature);
    } catch (InvalidSettingException | OversizeException e) {
      throw new ModelFormatException(file.path(), "a valid network", e.getMessage());
    }
  }

  private Optional<Model> reimported() {
    return exported.flatMap(settings -> new ReimportedNetwork(file, settings, signature).model());
  }

  /** Returns the reason why the network is not a built-in one; empty if it is one. */
  public Optional<String> foreign() {
    return NetworkRecognition.of(file.configuration()) instanceof NetworkRecognition.Foreign foreign
            && reimported().isEmpty()
        ? Optional.of("layer " + foreign.layer() + ", which " + foreign.why())
        : Optional.empty();
  }

  /** The entries of a zip that DL4J does not read. */
  private record Extras(Dl4jFile file) implements ModelFiles {
    @Override
    public InputStream read(String name) throws IOException {
      return new ByteArrayInputStream(entry(name));
    }

    @Override
    public long size(String name) throws IOException {
      return entry(name).length;
    }

    private byte[] entry(String name) throws IOException {
      byte[] entry = file.extras().get(name);
      if (entry == null) {
        throw new ModelFormatException(
            file.path(),
            "an entry with the meaning of its ids and numbers, as unfold export writes it, or"
                + " --vocabulary or --like",
            "none");
      }
      return entry;
    }

    @Override
    public String where(String name) {
      return file.path() + "!" + name;
    }
  }
}
