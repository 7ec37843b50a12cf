package dev.unfold.worker.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unfold.worker.json.PlainJson;
import dev.unfold.worker.json.RecordReader;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads and writes {@code config.json}. */
public final class ModelConfigFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final String VERSION = "formatVersion";
  private static final String NETWORK = "network";
  private static final String CONFIGURATION = "configuration";
  private static final String HMM = "hmm";
  private static final String SHAPE = "shape";
  private static final String PREPROCESSING = "preprocessing";
  private static final String CORPUS = "corpus";
  private static final String STREAM = "stream";
  private static final String AUDIO = "audio";
  private static final String TABLE = "table";

  private static final Map<String, Class<? extends Preprocessing>> CORPORA =
      Map.of(
          STREAM, Preprocessing.Text.class,
          AUDIO, Preprocessing.Audio.class,
          TABLE, Preprocessing.Table.class);

  private static final RecordReader RECORDS =
      new RecordReader(
          Map.of(
              NetworkSettings.class,
              ModelConfigFile::network,
              LayerSettings.class,
              ModelConfigFile::layer,
              Preprocessing.class,
              ModelConfigFile::corpus));

  private ModelConfigFile() {}

  /** Writes a configuration and flushes the stream, but does not close it. */
  public static void write(OutputStream out, ModelConfig config) throws IOException {
    JsonMapper mapper = Json.newMapper();
    ObjectNode tree = mapper.valueToTree(config);
    ObjectNode preprocessing = tree.putObject(PREPROCESSING);
    preprocessing.put(CORPUS, nameOf(config.preprocessing()));
    preprocessing.setAll(mapper.<ObjectNode>valueToTree(config.preprocessing()));
    String json = mapper.writeValueAsString(tree) + "\n";
    out.write(json.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * Reads a configuration to the end of the stream. Unknown keys are ignored, because a newer minor
   * version may have them.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if this is not a valid configuration, or one of a newer format
   * @throws IOException if the stream fails
   */
  public static ModelConfig read(String where, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new ModelFormatException(where, "at most " + MAX_BYTES + " bytes", "more");
    }
    try {
      Object value = PlainJson.parse(ModelFormatException.decode(where, bytes));
      if (!(value instanceof Map<?, ?> config)) {
        throw new ModelFormatException(where, "an object", "another value");
      }
      return new ModelConfig(
          version(where, config),
          RECORDS.read(NETWORK, config.get(NETWORK), NetworkSettings.class),
          RECORDS.read(SHAPE, config.get(SHAPE), DataShape.class),
          RECORDS.read(PREPROCESSING, config.get(PREPROCESSING), Preprocessing.class));
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(where, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(where, e.getMessage(), e);
    }
  }

  private static String nameOf(Preprocessing preprocessing) {
    if (preprocessing instanceof Preprocessing.Table) {
      return TABLE;
    }
    return preprocessing instanceof Preprocessing.Audio ? AUDIO : STREAM;
  }

  private static Class<?> network(String path, Map<?, ?> network) {
    if (network.containsKey(CONFIGURATION)) {
      return ForeignNetworkSettings.class;
    }
    return network.containsKey(HMM) ? HybridSettings.class : LayeredNetworkSettings.class;
  }

  private static Class<?> layer(String path, Map<?, ?> layer) {
    String type = String.valueOf(layer.get(SettingKeys.TYPE));
    return LayerSettings.ofType(type)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    path
                        + ": expected a type, one of "
                        + LayerSettings.typeNames()
                        + ", found "
                        + ModelFormatException.quote(type)));
  }

  private static Class<?> corpus(String path, Map<?, ?> preprocessing) {
    String corpus = String.valueOf(preprocessing.get(CORPUS));
    if (!CORPORA.containsKey(corpus)) {
      throw new IllegalArgumentException(
          path
              + "."
              + CORPUS
              + ": expected "
              + STREAM
              + ", "
              + AUDIO
              + " or "
              + TABLE
              + ", found "
              + ModelFormatException.quote(corpus));
    }
    return CORPORA.get(corpus);
  }

  /** Reads the version first, because another major version may differ in everything else. */
  private static FormatVersion version(String where, Map<?, ?> config) throws ModelFormatException {
    if (!(config.get(VERSION) instanceof String version)) {
      throw new ModelFormatException(
          where, "an object with " + VERSION + " as text", config.get(VERSION));
    }
    FormatVersion fileVersion = FormatVersion.parse(version);
    if (!ModelConfig.CURRENT.reads(fileVersion)) {
      throw new ModelFormatException(
          where,
          "a model format of major version " + ModelConfig.CURRENT.major(),
          "version " + fileVersion + "; it needs another release of Unfold");
    }
    return fileVersion;
  }
}
