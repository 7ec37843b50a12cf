package dev.unfold.worker.sequence.example;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unfold.worker.sequence.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code form.json}: an {@link ExampleSchema} as JSON. Equal forms give equal bytes. */
public final class ExampleSchemaFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE).build();

  private ExampleSchemaFile() {}

  /** Returns the bytes of the file. */
  public static byte[] write(ExampleSchema form) {
    ObjectNode root = JSON.createObjectNode();
    root.set("input", node(form.input()));
    root.set("target", node(form.target()));
    root.set("letters", node(form.letters()));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory cannot fail", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ExampleFormatException if it cannot be a form
   * @throws IOException if it cannot be read
   */
  public static ExampleSchema read(InputStream in) throws IOException {
    try {
      JsonNode root = JSON.readTree(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
      return new ExampleSchema(
          form(root.path("input")), form(root.path("target")), form(root.path("letters")));
    } catch (JsonProcessingException | CharacterCodingException | IllegalArgumentException e) {
      throw new ExampleFormatException("not the schema of examples: " + e.getMessage(), e);
    }
  }

  private static ObjectNode node(FieldSchema form) {
    ObjectNode node = JSON.createObjectNode();
    if (form instanceof FieldSchema.Tokens tokens) {
      node.put("kind", "tokens");
      node.put("boundary", tokens.vocabulary().boundary().isPresent());
      ArrayNode all = node.putArray("tokens");
      for (int id = special(tokens.vocabulary()); id < tokens.size(); id++) {
        all.add(tokens.vocabulary().token(id));
      }
    } else if (form instanceof FieldSchema.Classes classes) {
      node.put("kind", "classes");
      classes.labels().all().forEach(node.putArray("labels")::add);
    } else if (form instanceof FieldSchema.Numbers numbers) {
      node.put("kind", "numbers");
      numbers.scale().mean().forEach(node.putArray("mean")::add);
      numbers.scale().deviation().forEach(node.putArray("deviation")::add);
    } else if (form instanceof FieldSchema.Sets sets) {
      node.put("kind", "sets").put("size", sets.size());
    } else {
      node.put("kind", "none");
    }
    return node;
  }

  private static int special(Vocabulary vocabulary) {
    return vocabulary.boundary().isPresent() ? 2 : 1;
  }

  private static FieldSchema form(JsonNode node) {
    String kind = node.path("kind").asText();
    return switch (kind) {
      case "tokens" ->
          new FieldSchema.Tokens(
              Vocabulary.of(texts(node.path("tokens")), node.path("boundary").asBoolean()));
      case "classes" -> new FieldSchema.Classes(new LabelSet(texts(node.path("labels"))));
      case "numbers" ->
          new FieldSchema.Numbers(
              new FrameScale(numbers(node.path("mean")), numbers(node.path("deviation"))));
      case "sets" -> new FieldSchema.Sets(node.path("size").asInt());
      case "none" -> new FieldSchema.None();
      default -> throw new IllegalArgumentException("\"" + kind + "\" is not a kind of field");
    };
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : array) {
      if (!each.isTextual()) {
        throw new IllegalArgumentException("expected a text, found " + each);
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode each : array) {
      if (!each.isNumber()) {
        throw new IllegalArgumentException("expected a number, found " + each);
      }
      numbers.add(each.doubleValue());
    }
    return numbers;
  }
}
