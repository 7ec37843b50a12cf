package dev.unfold.worker.sequence.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.unfold.worker.json.PlainJson;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.subword.TokenizerFileReader;
import dev.unfold.worker.sequence.subword.TokenizerFormatException;
import dev.unfold.worker.settings.corpus.TimeFeature;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code form.json}, which {@link ExampleSchemaWriter} writes. */
public final class ExampleSchemaReader {
  private ExampleSchemaReader() {}

  /**
   * Reads the file.
   *
   * @throws ExampleFormatException if it is not a schema
   * @throws IOException if it cannot be read
   */
  public static ExampleSchema read(InputStream in) throws IOException {
    try {
      Map<?, ?> root = object(PlainJson.parse(PlainJson.decode(in.readAllBytes())));
      return new ExampleSchema(
          schema(root.get("input")), schema(root.get("target")), schema(root.get("characters")));
    } catch (JsonProcessingException
        | CharacterCodingException
        | TokenizerFormatException
        | IllegalArgumentException e) {
      throw new ExampleFormatException("not the schema of examples: " + e.getMessage(), e);
    }
  }

  private static FieldSchema schema(Object value) throws TokenizerFormatException {
    Map<?, ?> node = object(value);
    String kind = String.valueOf(node.get("kind"));
    return switch (kind) {
      case "tokens" ->
          new FieldSchema.Tokens(
              Vocabulary.of(list(node, "tokens", String.class), isTrue(node, "boundary")));
      case "subwords" ->
          new FieldSchema.Tokens(
              Vocabulary.of(
                  TokenizerFileReader.of(node.get("tokenizer")), isTrue(node, "boundary")));
      case "classes" -> new FieldSchema.Classes(new LabelSet(list(node, "labels", String.class)));
      case "numbers" -> numbersOf(node);
      case "changes" -> new FieldSchema.Changes(numbersOf(object(node.get("values"))), scale(node));
      case "times" -> new FieldSchema.Times(features(node), scale(node));
      case "sets" -> new FieldSchema.Sets(node.get("size") instanceof Integer size ? size : 0);
      case "parts" -> parts(list(node, "parts", Map.class));
      case "none" -> new FieldSchema.None();
      default -> throw new IllegalArgumentException("\"" + kind + "\" is not a kind of field");
    };
  }

  private static FieldSchema.Numbers numbersOf(Map<?, ?> node) {
    return new FieldSchema.Numbers(
        scale(node), numbers(node, "changes"), numbers(node, "filled"), isTrue(node, "indicated"));
  }

  private static FrameScale scale(Map<?, ?> node) {
    return new FrameScale(
        numbers(node, "mean"), numbers(node, "deviation"), isTrue(node, "logarithmic"));
  }

  private static FieldSchema.Parts parts(List<?> values) throws TokenizerFormatException {
    List<FieldSchema> parts = new ArrayList<>();
    for (Object part : values) {
      if ("parts".equals(object(part).get("kind"))) {
        throw new IllegalArgumentException("expected plain fields, found parts of parts");
      }
      parts.add(schema(part));
    }
    return new FieldSchema.Parts(parts);
  }

  private static List<TimeFeature> features(Map<?, ?> node) {
    List<TimeFeature> features = new ArrayList<>();
    for (String name : list(node, "features", String.class)) {
      features.add(
          Arrays.stream(TimeFeature.values())
              .filter(feature -> SettingKeys.of(feature).equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(name + " is no feature of times")));
    }
    return features;
  }

  private static List<Double> numbers(Map<?, ?> node, String key) {
    return list(node, key, Number.class).stream().map(Number::doubleValue).toList();
  }

  /** Returns a list, which is empty if there is no such key. */
  private static <T> List<T> list(Map<?, ?> node, String key, Class<T> type) {
    List<T> elements = new ArrayList<>();
    for (Object element : node.get(key) instanceof List<?> values ? values : List.of()) {
      if (!type.isInstance(element)) {
        throw new IllegalArgumentException(
            key
                + ": expected a "
                + type.getSimpleName().toLowerCase(Locale.ROOT)
                + ", found "
                + element);
      }
      elements.add(type.cast(element));
    }
    return elements;
  }

  private static boolean isTrue(Map<?, ?> node, String key) {
    return Boolean.TRUE.equals(node.get(key));
  }

  private static Map<?, ?> object(Object value) {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw new IllegalArgumentException("expected an object, found " + value);
  }
}
