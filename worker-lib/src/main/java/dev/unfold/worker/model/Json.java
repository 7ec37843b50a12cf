package dev.unfold.worker.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unfold.worker.json.PlainJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The JSON dialect of Unfold's files: keys in camelCase, enum constants in kebab-case, two spaces
 * of indent and {@code \n}. Reading is strict: no missing or duplicate keys, no nulls, no silent
 * conversions, and nothing after the value; only unknown keys are ignored.
 */
public final class Json {
  /** The maximum size of a file, which is far above all real files and bounds memory. */
  private static final int MAX_BYTES = 256 << 20;

  /** A mapper keeps what it knows about the classes that it reads and writes, so it is shared. */
  private static final JsonMapper READER = newMapper();

  private static final ObjectWriter WRITER = READER.writer();

  private Json() {}

  /** Returns what writes values. */
  public static ObjectWriter writer() {
    return WRITER;
  }

  /** Returns a new mapper, which may be configured further. */
  public static JsonMapper newMapper() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    return JsonMapper.builder(PlainJson.strictFactory())
        .annotationIntrospector(new KebabCaseEnums())
        .addModule(new NetworkModule())
        .enable(
            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(
            DeserializationFeature.ACCEPT_FLOAT_AS_INT,
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .defaultPrettyPrinter(printer)
        .build();
  }

  /**
   * Reads a file to its end.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if the file does not hold such a value
   * @throws IOException if the stream fails
   */
  public static <T> T read(String where, InputStream in, TypeReference<T> type) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES);
    if (in.read() != -1) {
      throw new ModelFormatException(where, "at most " + MAX_BYTES + " bytes", "more");
    }
    return parse(where, ModelFormatException.decode(where, bytes), type);
  }

  /**
   * Reads a value.
   *
   * @param where the file of the value, for messages
   * @throws ModelFormatException if the text is not such a value
   */
  public static <T> T parse(String where, String text, TypeReference<T> type)
      throws ModelFormatException {
    T value;
    try {
      value = READER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(where, refusal(e), e);
    }
    if (value == null) {
      throw new ModelFormatException(where, "a value", "null");
    }
    return value;
  }

  /** Returns a message that names the rejected value, its position and the reason. */
  private static String refusal(JsonProcessingException e) {
    if (e.getCause() instanceof IllegalArgumentException invalid) {
      return invalid.getMessage();
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return path(mapping) + ": " + e.getOriginalMessage();
    }
    return e.getOriginalMessage();
  }

  /** Returns the position of a value, as in {@code network.layers[0].hidden}. */
  private static String path(JsonMappingException mapping) {
    return mapping.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static final class KebabCaseEnums extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public String[] findEnumValues(Class<?> type, Enum<?>[] constants, String[] names) {
      for (int i = 0; i < names.length; i++) {
        names[i] = constants[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
      return names;
    }
  }
}
