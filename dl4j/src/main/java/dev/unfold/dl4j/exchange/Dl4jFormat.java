package dev.unfold.dl4j.exchange;

import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.driver.extension.ExportedModel;
import dev.unfold.driver.extension.ImportedModel;
import dev.unfold.driver.extension.ModelFormat;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.model.ModelSignature;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Reads and writes the zips of DL4J's {@code ModelSerializer}. */
public final class Dl4jFormat implements ModelFormat {
  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public ExportedModel write(ModelFolder model, String path, Configuration hadoop)
      throws IOException {
    Dl4jExport export = Dl4jExport.write(model, path, hadoop);
    Dl4jConfiguration configuration = export.configuration();
    return new ExportedModel(
        export.path(),
        configuration instanceof Dl4jConfiguration.Graph ? "ComputationGraph" : "MultiLayerNetwork",
        configuration.parameterCount());
  }

  @Override
  public ImportedModel read(String path, Optional<ModelSignature> signature, Configuration hadoop)
      throws IOException {
    Dl4jImport zip = Dl4jImport.read(path, signature, hadoop);
    return new ImportedModel(zip.file().path(), zip.model(), zip.foreign());
  }
}
