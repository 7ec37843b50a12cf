package dev.unfold.worker.model;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.memory.OversizeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the files of a model folder. */
public record ModelReader(ModelFiles files) {
  /** The file of the network and the preprocessing. */
  public static final String CONFIG = "config.json";

  /** The file of the parameters. */
  public static final String WEIGHTS = "model.safetensors";

  /** The file of losses, counts and the hash of the parameters. */
  public static final String METRICS = "metrics.json";

  /** The file of what the model was trained on. */
  public static final String PROVENANCE = "provenance.json";

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /**
   * Reads the complete model.
   *
   * @throws ModelFormatException if a file is not part of a model, or has a newer format
   */
  public Model read() throws IOException {
    ModelConfig config = config();
    Vocabularies symbols = VocabulariesFile.read(config, files);
    Network network = network(config);
    String where = files.where(WEIGHTS);
    try (InputStream in = new BufferedInputStream(files.read(WEIGHTS))) {
      SafetensorsReader reader = SafetensorsReader.open(where, in, files.size(WEIGHTS));
      return new Model(config, symbols, NamedWeights.read(where, reader, network.parameters()));
    }
  }

  private Network network(ModelConfig config) throws ModelFormatException {
    try {
      return Networks.of(config.network(), config.shape());
    } catch (InvalidSettingException | OversizeException e) {
      throw new ModelFormatException(files.where(CONFIG), "a valid network", e.getMessage());
    }
  }

  /** Returns the network and the preprocessing. */
  public ModelConfig config() throws IOException {
    try (InputStream in = files.read(CONFIG)) {
      return ModelConfigFile.read(files.where(CONFIG), in);
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
    try (InputStream in = files.read(name)) {
      return Json.read(files.where(name), in, OBJECT);
    }
  }
}
