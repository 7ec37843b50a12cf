package dev.unfold.jobs.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unfold.worker.model.Json;

/** JSON on one line, for programs that read the last line of a command's output. */
public final class OneLineJson {
  private static final JsonMapper MAPPER =
      Json.newMapper().rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();

  private OneLineJson() {}

  public static String of(Object values) throws JsonProcessingException {
    return MAPPER.writeValueAsString(values);
  }
}
