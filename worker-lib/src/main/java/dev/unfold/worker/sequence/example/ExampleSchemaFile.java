package dev.unfold.worker.sequence.example;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.TimeFeature;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code form.json}: an {@link ExampleSchema} as JSON. Equal schemas have equal bytes. */
public final class ExampleSchemaFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE).build();

  private ExampleSchemaFile() {}

  /** Returns the bytes of the file. */
  public static byte[] write(ExampleSchema schema) {
    ObjectNode root = JSON.createObjectNode();
    root.set("input", node(schema.input()));
    root.set("target", node(schema.target()));
    root.set("characters", node(schema.characters()));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory cannot fail", e);
    }
  }

  /**
   * Reads the file that {@link #write} writes.
   *
   * @throws ExampleFormatException if it is not a schema
   * @throws IOException if it cannot be read
   */
  public static ExampleSchema read(InputStream in) throws IOException {
    try {
      JsonNode root = JSON.readTree(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
      return new ExampleSchema(
          schema(root.path("input")), schema(root.path("target")), schema(root.path("characters")));
    } catch (JsonProcessingException | CharacterCodingException | IllegalArgumentException e) {
      throw new ExampleFormatException("not the schema of examples: " + e.getMessage(), e);
    }
  }

  private static ObjectNode node(FieldSchema schema) {
    ObjectNode node = JSON.createObjectNode();
    if (schema instanceof FieldSchema.Tokens tokens) {
      node.put("kind", "tokens");
      node.put("boundary", tokens.vocabulary().boundary().isPresent());
      ArrayNode all = node.putArray("tokens");
      for (int id = special(tokens.vocabulary()); id < tokens.size(); id++) {
        all.add(tokens.vocabulary().token(id));
      }
    } else if (schema instanceof FieldSchema.Classes classes) {
      node.put("kind", "classes");
      classes.labels().all().forEach(node.putArray("labels")::add);
    } else if (schema instanceof FieldSchema.Numbers numbers) {
      put(node, numbers);
    } else if (schema instanceof FieldSchema.Changes changes) {
      node.put("kind", "changes");
      node.set("values", node(changes.values()));
      put(node, changes.scale());
    } else if (schema instanceof FieldSchema.Times times) {
      put(node, times);
    } else if (schema instanceof FieldSchema.Sets sets) {
      node.put("kind", "sets").put("size", sets.size());
    } else if (schema instanceof FieldSchema.Parts parts) {
      node.put("kind", "parts");
      ArrayNode all = node.putArray("parts");
      parts.parts().forEach(part -> all.add(node(part)));
    } else {
      node.put("kind", "none");
    }
    return node;
  }

  private static void put(ObjectNode node, FrameScale scale) {
    scale.mean().forEach(node.putArray("mean")::add);
    scale.deviation().forEach(node.putArray("deviation")::add);
  }

  private static void put(ObjectNode node, FieldSchema.Times times) {
    node.put("kind", "times");
    times.features().stream().map(SettingKeys::of).forEach(node.putArray("features")::add);
    put(node, times.scale());
  }

  /** Writes a field of numbers; what it does not have is left out. */
  private static void put(ObjectNode node, FieldSchema.Numbers numbers) {
    node.put("kind", "numbers");
    put(node, numbers.scale());
    if (numbers.scale().logarithmic()) {
      node.put("logarithmic", true);
    }
    if (!numbers.changes().isEmpty()) {
      numbers.changes().forEach(node.putArray("changes")::add);
    }
    if (!numbers.filled().isEmpty()) {
      numbers.filled().forEach(node.putArray("filled")::add);
      node.put("indicated", numbers.indicated());
    }
  }

  private static int special(Vocabulary vocabulary) {
    return vocabulary.boundary().isPresent() ? 2 : 1;
  }

  private static FieldSchema schema(JsonNode node) {
    String kind = node.path("kind").asText();
    return switch (kind) {
      case "tokens" ->
          new FieldSchema.Tokens(
              Vocabulary.of(texts(node.path("tokens")), node.path("boundary").asBoolean()));
      case "classes" -> new FieldSchema.Classes(new LabelSet(texts(node.path("labels"))));
      case "numbers" -> numbersOf(node);
      case "changes" -> new FieldSchema.Changes(numbersOf(node.path("values")), scale(node));
      case "times" -> new FieldSchema.Times(features(node.path("features")), scale(node));
      case "sets" -> new FieldSchema.Sets(node.path("size").asInt());
      case "parts" -> parts(node.path("parts"));
      case "none" -> new FieldSchema.None();
      default -> throw new IllegalArgumentException("\"" + kind + "\" is not a kind of field");
    };
  }

  private static FieldSchema.Numbers numbersOf(JsonNode node) {
    return new FieldSchema.Numbers(
        scale(node),
        numbers(node.path("changes")),
        numbers(node.path("filled")),
        node.path("indicated").asBoolean());
  }

  private static FrameScale scale(JsonNode node) {
    return new FrameScale(
        numbers(node.path("mean")),
        numbers(node.path("deviation")),
        node.path("logarithmic").asBoolean());
  }

  private static FieldSchema.Parts parts(JsonNode array) {
    List<FieldSchema> parts = new ArrayList<>();
    for (JsonNode part : array) {
      if (part.path("kind").asText().equals("parts")) {
        throw new IllegalArgumentException("expected plain fields, found parts of parts");
      }
      parts.add(schema(part));
    }
    return new FieldSchema.Parts(parts);
  }

  private static List<TimeFeature> features(JsonNode array) {
    List<TimeFeature> features = new ArrayList<>();
    for (String name : texts(array)) {
      features.add(
          Arrays.stream(TimeFeature.values())
              .filter(feature -> SettingKeys.of(feature).equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(name + " is no feature of times")));
    }
    return features;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw new IllegalArgumentException("expected a text, found " + element);
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isNumber()) {
        throw new IllegalArgumentException("expected a number, found " + element);
      }
      numbers.add(element.doubleValue());
    }
    return numbers;
  }
}
