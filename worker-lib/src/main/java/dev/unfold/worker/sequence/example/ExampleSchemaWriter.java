package dev.unfold.worker.sequence.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.sequence.subword.TokenizerFile;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Writes {@code form.json}, an {@link ExampleSchema} as JSON. Equal schemas have equal bytes;
 * {@link ExampleSchemaReader} reads them.
 */
public final class ExampleSchemaWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private ExampleSchemaWriter() {}

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

  private static ObjectNode node(FieldSchema schema) {
    ObjectNode node = JSON.createObjectNode();
    if (schema instanceof FieldSchema.Tokens tokens) {
      put(node, tokens.vocabulary());
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
    } else if (schema instanceof FieldSchema.None) {
      node.put("kind", "none");
    } else {
      throw new IllegalArgumentException("expected a schema that can be written, found " + schema);
    }
    return node;
  }

  /** Writes a vocabulary; one of subwords has the content of a {@code tokenizer.json}. */
  private static void put(ObjectNode node, Vocabulary vocabulary) {
    node.put("kind", vocabulary.subwords().isPresent() ? "subwords" : "tokens");
    node.put("boundary", vocabulary.boundary().isPresent());
    if (vocabulary.subwords().isPresent()) {
      node.set("tokenizer", tokenizer(vocabulary.specialTokens(), vocabulary.subwords().get()));
      return;
    }
    ArrayNode all = node.putArray("tokens");
    for (int id = vocabulary.firstTextId(); id < vocabulary.size(); id++) {
      all.add(vocabulary.token(id));
    }
  }

  private static JsonNode tokenizer(List<String> special, SubwordModel subwords) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      TokenizerFile.write(special, subwords, out);
      return JSON.readTree(out.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory cannot fail", e);
    }
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
}
