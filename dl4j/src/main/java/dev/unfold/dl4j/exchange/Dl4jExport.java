package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.exchange.configuration.Dl4jTrainingConfiguration;
import dev.unfold.dl4j.exchange.configuration.ExportedConfiguration;
import dev.unfold.dl4j.exchange.configuration.ExpressibleNetwork;
import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.dl4j.file.Dl4jFile;
import dev.unfold.dl4j.file.ModelZip;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.file.SingleFile;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelConfigFile;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.VocabulariesFile;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A model as a zip that plain DL4J can open. Additional entries, which DL4J ignores, contain what
 * Unfold needs to import it again.
 *
 * @param path the path of the zip
 * @param configuration the configuration of the network in it
 */
public record Dl4jExport(String path, Dl4jConfiguration configuration) {
  /** The extra entry of a zip with the configuration of the model. */
  static final String CONFIG = "config.json";

  /**
   * Writes a model.
   *
   * @param path the path of the zip, which must not exist
   * @throws ModelFormatException if DL4J does not support the network; the message names the reason
   * @throws IOException if the file exists, or cannot be written
   */
  public static Dl4jExport write(ModelFolder folder, String path, Configuration configuration)
      throws IOException {
    ModelConfig config = folder.config();
    LayeredNetworkSettings network =
        ExpressibleNetwork.require(folder.path(), config.network(), config.shape());
    Model model = folder.read();
    SingleFile file = SingleFile.open(path, configuration);
    Dl4jConfiguration exported =
        Dl4jConfiguration.parse(
            folder.path(),
            new ExportedConfiguration(
                    network, config.shape(), Dl4jTrainingConfiguration.of(folder.provenance()))
                .json());
    float[] parameters =
        ParameterMapping.of(model.network(), network, exported).toDl4j(model.parameters());
    Dl4jFile zip = new Dl4jFile(file.path(), exported, Optional.of(parameters), extras(model));
    file.write(out -> ModelZip.write(zip, out));
    return new Dl4jExport(file.path(), exported);
  }

  private static Map<String, byte[]> extras(Model model) throws IOException {
    ByteArrayOutputStream config = new ByteArrayOutputStream();
    ModelConfigFile.write(config, model.config());
    ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    VocabulariesFile.write(model.symbols(), symbols);
    return Map.of(
        CONFIG,
        config.toByteArray(),
        VocabulariesFile.nameOf(model.symbols()),
        symbols.toByteArray());
  }
}
