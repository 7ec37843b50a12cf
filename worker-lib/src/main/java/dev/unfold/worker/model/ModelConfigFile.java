package dev.unfold.worker.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads and writes {@code config.json}. */
public final class ModelConfigFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final String VERSION = "formatVersion";
  private static final String PREPROCESSING = "preprocessing";
  private static final String CORPUS = "corpus";
  private static final String STREAM = "stream";
  private static final String AUDIO = "audio";
  private static final String TABLE = "table";
  private static final String INTO = "into";

  /** A mapper keeps what it knows about the classes that it reads and writes, so it is shared. */
  private static final JsonMapper MAPPER = Json.newMapper();

  private static final Map<String, JsonMapper> READERS =
      Map.of(
          STREAM, reader(Preprocessing.Stream.class),
          AUDIO, reader(Preprocessing.Audio.class),
          TABLE, reader(Preprocessing.Table.class));

  private ModelConfigFile() {}

  /** Writes a configuration and flushes the stream, but does not close it. */
  public static void write(OutputStream out, ModelConfig config) throws IOException {
    ObjectNode tree = MAPPER.valueToTree(config);
    ObjectNode preprocessing = tree.putObject(PREPROCESSING);
    preprocessing.put(CORPUS, nameOf(config.preprocessing()));
    preprocessing.setAll(MAPPER.<ObjectNode>valueToTree(config.preprocessing()));
    String json = MAPPER.writeValueAsString(tree) + "\n";
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
      JsonNode tree = MAPPER.readTree(Json.decode(where, bytes));
      requireKnownVersion(where, tree);
      addLaterKeys(tree);
      return reader(where, tree).treeToValue(tree, ModelConfig.class);
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(where, Json.refusal(e), e);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(where, e.getMessage(), e);
    }
  }

  /** Adds the keys of inputs that models of earlier releases do not have, with their defaults. */
  private static void addLaterKeys(JsonNode tree) {
    for (JsonNode section : List.of(tree.path("shape"), tree.path(PREPROCESSING))) {
      for (JsonNode input : section.path("inputs")) {
        if (input instanceof ObjectNode keys && !keys.has(INTO)) {
          keys.put(INTO, SettingKeys.of(InputSettings.Into.STEPS));
        }
      }
    }
  }

  private static String nameOf(Preprocessing preprocessing) {
    if (preprocessing instanceof Preprocessing.Table) {
      return TABLE;
    }
    return preprocessing instanceof Preprocessing.Audio ? AUDIO : STREAM;
  }

  private static JsonMapper reader(Class<? extends Preprocessing> kind) {
    JsonMapper mapper = Json.newMapper();
    mapper.registerModule(new SimpleModule().addAbstractTypeMapping(Preprocessing.class, kind));
    return mapper;
  }

  /** Returns the mapper for the kind of preprocessing that a configuration names. */
  private static JsonMapper reader(String where, JsonNode tree) throws ModelFormatException {
    String corpus = tree.path(PREPROCESSING).path(CORPUS).asText();
    JsonMapper reader = READERS.get(corpus);
    if (reader == null) {
      throw new ModelFormatException(
          where,
          PREPROCESSING + "." + CORPUS + " as " + STREAM + ", " + AUDIO + " or " + TABLE,
          ModelFormatException.quote(corpus));
    }
    return reader;
  }

  /** Checks the version first, because another major version may differ in everything else. */
  private static void requireKnownVersion(String where, JsonNode tree) throws ModelFormatException {
    JsonNode version = tree.path(VERSION);
    if (!version.isTextual()) {
      throw new ModelFormatException(
          where, "an object with " + VERSION + " as text", version.getNodeType());
    }
    FormatVersion fileVersion = FormatVersion.parse(version.textValue());
    if (!ModelConfig.CURRENT.reads(fileVersion)) {
      throw new ModelFormatException(
          where,
          "a model format of major version " + ModelConfig.CURRENT.major(),
          "version " + fileVersion + "; it needs another release of Unfold");
    }
  }
}
