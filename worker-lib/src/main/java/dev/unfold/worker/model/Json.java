package dev.unfold.worker.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * JSON as every file of Unfold has it: keys in camelCase, enum constants in kebab-case, two spaces
 * of indent and {@code \n}. Reading is strict: no missing or duplicate keys, no nulls, no silent
 * conversions, nothing behind the value; only unknown keys are passed over.
 */
public final class Json {
  private Json() {}

  /** A mapper of the caller's own. */
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

  /** A factory whose parsers refuse duplicate keys. */
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
