package dev.unfold.driver.extension;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.model.ModelSignature;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A service that writes and reads models in a format of another library. */
public interface ModelFormat {
  /** Returns the name of the format, as {@code unfold export --format} expects it. */
  String name();

  /**
   * Writes a model.
   *
   * @param path the path of the file, which must not exist
   * @throws IOException if the format cannot express the network, or the file exists or cannot be
   *     written
   */
  ExportedModel write(ModelFolder model, String path, Configuration hadoop) throws IOException;

  /**
   * Reads a model.
   *
   * @param signature the signature of the model; empty if the file contains it, like files written
   *     by {@link #write}
   * @throws IOException if the file cannot be read, is damaged, does not match the signature or
   *     lacks one
   */
  ImportedModel read(String path, Optional<ModelSignature> signature, Configuration hadoop)
      throws IOException;
}
