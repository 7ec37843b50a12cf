package dev.unfold.driver.model;

import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelConfigFile;
import dev.unfold.worker.model.ModelFiles;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.ModelReader;
import dev.unfold.worker.model.NamedWeights;
import dev.unfold.worker.model.SafetensorsWriter;
import dev.unfold.worker.model.VocabulariesFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/**
 * A model as a write-once folder: {@code config.json}, {@code model.safetensors}, {@code
 * vocabulary.txt} or, for a model over tables, {@code form.json}, {@code metrics.json} and {@code
 * provenance.json}.
 */
public final class ModelFolder {

  private final Commit commit;

  private ModelFolder(Commit commit) {
    this.commit = commit;
  }

  /**
   * Opens a model after comparing its files with their checksums.
   *
   * @param path the path of the folder
   * @throws IOException if there is no model, or it is incomplete or damaged
   */
  public static ModelFolder open(String path, Configuration configuration) throws IOException {
    return new ModelFolder(Commit.open(CommitFolder.open(path, configuration)));
  }

  /** Returns a model that was committed under a number or a name. */
  public static ModelFolder of(Commit commit) {
    return new ModelFolder(commit);
  }

  /** Returns the path of the folder. */
  public String path() {
    return commit.folder().path();
  }

  /** Writes the files of a model into a commit. */
  public static void write(
      CommitWriter files, Model model, Map<String, ?> metrics, Map<String, ?> provenance)
      throws IOException {
    try (OutputStream out = files.create(ModelReader.CONFIG)) {
      ModelConfigFile.write(out, model.config());
    }
    try (OutputStream out = new BufferedOutputStream(files.create(ModelReader.WEIGHTS))) {
      SafetensorsWriter.write(
          out,
          Map.of("format", "unfold", "formatVersion", ModelConfig.CURRENT.toString()),
          NamedWeights.tensors(model.network().parameters(), model.parameters()));
    }
    try (OutputStream out =
        new BufferedOutputStream(files.create(VocabulariesFile.nameOf(model.symbols())))) {
      VocabulariesFile.write(model.symbols(), out);
    }
    writeJson(files, ModelReader.METRICS, metrics);
    writeJson(files, ModelReader.PROVENANCE, provenance);
  }

  private static void writeJson(CommitWriter files, String name, Map<String, ?> content)
      throws IOException {
    try (OutputStream out = files.create(name)) {
      out.write(Json.writer().writeValueAsBytes(content));
    }
  }

  /**
   * Reads the complete model.
   *
   * @throws ModelFormatException if a file is not part of a model, or has a newer format
   */
  public Model read() throws IOException {
    return reader().read();
  }

  /** Returns the network and the preprocessing. */
  public ModelConfig config() throws IOException {
    return reader().config();
  }

  /** Returns the metrics with which the model was written. */
  public Map<String, Object> metrics() throws IOException {
    return reader().metrics();
  }

  /** Returns the provenance of the model. */
  public Map<String, Object> provenance() throws IOException {
    return reader().provenance();
  }

  /**
   * Returns the number of steps of the longest target of the training table, if the model is over
   * tables.
   */
  public OptionalInt longestTarget() throws IOException {
    return reader().longestTarget();
  }

  private ModelReader reader() {
    return new ModelReader(
        new ModelFiles() {
          @Override
          public InputStream read(String name) throws IOException {
            return commit.read(name);
          }

          @Override
          public long size(String name) throws IOException {
            return commit.size(name);
          }

          @Override
          public String where(String name) {
            return commit.folder().pathOf(name);
          }
        });
  }
}
