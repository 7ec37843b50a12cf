package dev.unfold.driver.model;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelConfigFile;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.NamedWeights;
import dev.unfold.worker.model.SafetensorsReader;
import dev.unfold.worker.model.SafetensorsWriter;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.memory.OversizeException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/**
 * A model as a write-once folder: {@code config.json}, {@code model.safetensors}, {@code
 * vocabulary.txt} or, for a model over tables, {@code form.json}, {@code metrics.json} and {@code
 * provenance.json}.
 */
public final class ModelFolder {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.safetensors";
  private static final String METRICS = "metrics.json";
  private static final String PROVENANCE = "provenance.json";

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

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
    try (OutputStream out = files.create(CONFIG)) {
      ModelConfigFile.write(out, model.config());
    }
    try (OutputStream out = new BufferedOutputStream(files.create(WEIGHTS))) {
      SafetensorsWriter.write(
          out,
          Map.of("format", "unfold", "formatVersion", ModelConfig.CURRENT.toString()),
          NamedWeights.tensors(model.network().parameters(), model.parameters()));
    }
    try (OutputStream out =
        new BufferedOutputStream(files.create(VocabulariesFile.nameOf(model.symbols())))) {
      VocabulariesFile.write(model.symbols(), out);
    }
    writeJson(files, METRICS, metrics);
    writeJson(files, PROVENANCE, provenance);
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
    ModelConfig config = config();
    Vocabularies symbols = symbols(config);
    Network network = network(config);
    try (InputStream in = new BufferedInputStream(commit.read(WEIGHTS))) {
      SafetensorsReader reader = SafetensorsReader.open(where(WEIGHTS), in, commit.size(WEIGHTS));
      return new Model(
          config, symbols, NamedWeights.read(where(WEIGHTS), reader, network.parameters()));
    }
  }

  private Vocabularies symbols(ModelConfig config) throws IOException {
    return VocabulariesFile.read(
        config,
        new VocabulariesFile.ModelFiles() {
          @Override
          public InputStream read(String name) throws IOException {
            return commit.read(name);
          }

          @Override
          public String where(String name) {
            return ModelFolder.this.where(name);
          }
        });
  }

  private Network network(ModelConfig config) throws ModelFormatException {
    try {
      return Networks.of(config.network(), config.shape());
    } catch (InvalidSettingException | OversizeException e) {
      throw new ModelFormatException(where(CONFIG), "a valid network", e.getMessage());
    }
  }

  /** Returns the network and the preprocessing. */
  public ModelConfig config() throws IOException {
    try (InputStream in = commit.read(CONFIG)) {
      return ModelConfigFile.read(where(CONFIG), in);
    }
  }

  /** Returns the metrics with which the model was written. */
  public Map<String, Object> metrics() throws IOException {
    return readJson(METRICS);
  }

  /** Returns the provenance of the model. */
  public Map<String, Object> provenance() throws IOException {
    return readJson(PROVENANCE);
  }

  /**
   * Returns the number of steps of the longest target of the training table, if the model is over
   * tables.
   */
  public OptionalInt longestTarget() throws IOException {
    Object value = provenance();
    for (String name : List.of("corpora", "train", "counts", "longestTarget")) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value instanceof Integer steps ? OptionalInt.of(steps) : OptionalInt.empty();
  }

  private Map<String, Object> readJson(String name) throws IOException {
    try (InputStream in = commit.read(name)) {
      return Json.read(where(name), in, OBJECT);
    }
  }

  private String where(String name) {
    return commit.folder().pathOf(name);
  }
}
