package dev.unfold.dl4j.master.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.worker.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLFactory;

/** Converts settings to text and back. */
public final class MasterSettingsFormat {
  private static final String DESCRIPTION = "settings of a TruncatedBpttTrainingMaster";

  private MasterSettingsFormat() {}

  public static String toJson(MasterSettings settings) {
    try {
      return Json.writer().writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses settings from JSON.
   *
   * @throws UncheckedIOException if the text is not in the format of {@link #toJson}
   */
  public static MasterSettings ofJson(String json) {
    try {
      return Json.parse(DESCRIPTION, json, new TypeReference<MasterSettings>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String toYaml(MasterSettings settings) {
    try {
      Map<?, ?> values = new ObjectMapper().readValue(toJson(settings), Map.class);
      return yaml().writeValueAsString(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses settings from YAML.
   *
   * @throws UncheckedIOException if the text is not in the format of {@link #toYaml}
   */
  public static MasterSettings ofYaml(String yaml) {
    try {
      Map<?, ?> values = yaml().readValue(yaml, Map.class);
      return ofJson(new ObjectMapper().writeValueAsString(values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectMapper yaml() {
    return new ObjectMapper(new YAMLFactory());
  }
}
