package dev.unfold.dl4j.master;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.worker.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.dataformat.yaml.YAMLFactory;

/** Settings as text. */
final class MasterSettingsFormat {
  private static final String WHAT = "settings of a TruncatedBpttTrainingMaster";

  private MasterSettingsFormat() {}

  static String toJson(MasterSettings settings) {
    try {
      return Json.newMapper().writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws UncheckedIOException if the text is not what {@link #toJson} makes
   */
  static MasterSettings ofJson(String json) {
    try {
      return Json.parse(WHAT, json, new TypeReference<MasterSettings>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String toYaml(MasterSettings settings) {
    try {
      Map<?, ?> values = new ObjectMapper().readValue(toJson(settings), Map.class);
      return yaml().writeValueAsString(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws UncheckedIOException if the text is not what {@link #toYaml} makes
   */
  static MasterSettings ofYaml(String yaml) {
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
