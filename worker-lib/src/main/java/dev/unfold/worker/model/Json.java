package dev.unfold.worker.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * JSON as every file of Unfold has it: keys in camelCase, enum constants in kebab-case, two spaces
 * of indent and {@code \n}. Reading is strict: no missing or duplicate keys, no nulls, no silent
 * conversions, nothing behind the value; only unknown keys are passed over.
 */
public final class Json {
  /** Far above need, to bound memory. */
  private static final int MAX_BYTES = 256 << 20;

  private static final JsonMapper READER = newMapper();

  private Json() {}

  /** Returns a mapper of the caller's own. */
  public static JsonMapper newMapper() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    return JsonMapper.builder(strictFactory())
        .annotationIntrospector(new KebabCaseEnums())
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
   * @throws ModelFormatException if it holds no such value
   * @throws IOException if the stream fails
   */
  public static <T> T read(String where, InputStream in, TypeReference<T> type) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES);
    if (in.read() != -1) {
      throw new ModelFormatException(where, MAX_BYTES + " bytes at most", "more");
    }
    return parse(where, decode(where, bytes), type);
  }

  /**
   * Reads a value.
   *
   * @param where its file, for messages
   * @throws ModelFormatException if the text is no such value
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

  /** Returns a message that says which value was rejected, where it is, and why. */
  static String refusal(JsonProcessingException e) {
    if (e.getCause() instanceof IllegalArgumentException invalid) {
      return invalid.getMessage();
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return mapping.getPath().stream()
          .map(JsonMappingException.Reference::getFieldName)
          .collect(Collectors.joining(".", "", ": " + e.getOriginalMessage()));
    }
    return e.getOriginalMessage();
  }

  /** Returns a factory whose parsers refuse duplicate keys. */
  static JsonFactory strictFactory() {
    // Canonical names are kept in a shared table that fails unchecked when hashes collide.
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }

  /**
   * The text of a file, which must be UTF-8.
   *
   * @param where the file, for messages
   */
  static String decode(String where, byte[] bytes) throws ModelFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(where, "expected UTF-8, found other bytes", e);
    }
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
