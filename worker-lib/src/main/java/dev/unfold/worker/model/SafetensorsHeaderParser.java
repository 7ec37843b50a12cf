package dev.unfold.worker.model;

import static dev.unfold.worker.model.ModelFormatException.quote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.unfold.worker.json.PlainJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Parses and checks the header of one safetensors file, event by event. */
final class SafetensorsHeaderParser {
  /** A tensor and the bytes of its values, counted from the end of the header. */
  private record Placed(TensorSpec spec, long start, long end) {}

  private final String where;
  private final JsonParser json;
  private final long dataBytes;
  private final Map<String, String> metadata = new TreeMap<>();
  private final List<Placed> tensors = new ArrayList<>();

  private SafetensorsHeaderParser(String where, JsonParser json, long dataBytes) {
    this.where = where;
    this.json = json;
    this.dataBytes = dataBytes;
  }

  /**
   * Parses a header.
   *
   * @param where the file, for messages
   * @param dataBytes the number of bytes after the header
   */
  static SafetensorsHeader parse(String where, String header, long dataBytes) throws IOException {
    try (JsonParser json = PlainJson.strictFactory().createParser(header)) {
      return new SafetensorsHeaderParser(where + ", header", json, dataBytes).parse();
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(where + ", header", e.getOriginalMessage(), e);
    }
  }

  private SafetensorsHeader parse() throws IOException {
    take(JsonToken.START_OBJECT, "an object", where);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (name.equals(TensorSpec.METADATA)) {
        parseMetadata();
      } else {
        requireRoom("tensors", tensors.size());
        tensors.add(parseTensor(name, where + ", tensor " + quote(name)));
      }
    }
    if (json.nextToken() != null) {
      throw new ModelFormatException(where, "nothing after the object", json.currentToken());
    }
    return placed();
  }

  private void parseMetadata() throws IOException {
    String at = where + ", " + TensorSpec.METADATA;
    take(JsonToken.START_OBJECT, "an object", at);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      requireRoom("keys of metadata", metadata.size());
      String key = json.currentName();
      take(JsonToken.VALUE_STRING, "text", at + ", key " + quote(key));
      metadata.put(key, json.getText());
    }
  }

  private Placed parseTensor(String name, String at) throws IOException {
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    take(JsonToken.START_OBJECT, "an object", at);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      switch (field) {
        case SafetensorsHeader.DTYPE -> dtype = parseDtype(at);
        case SafetensorsHeader.SHAPE -> shape = parseLongs(TensorSpec.MAX_RANK, at + ", shape");
        case SafetensorsHeader.OFFSETS -> offsets = parseLongs(2, at + ", data_offsets");
        default -> throw new ModelFormatException(at, "no other field", quote(field));
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new ModelFormatException(
          at, "dtype, shape and two data_offsets", dtype + ", " + shape + " and " + offsets);
    }
    return new Placed(specOf(name, shape, at), offsets.get(0), offsets.get(1));
  }

  private String parseDtype(String at) throws IOException {
    take(JsonToken.VALUE_STRING, "text", at + ", dtype");
    String dtype = json.getText();
    if (!dtype.equals(SafetensorsHeader.FLOAT32)) {
      throw new ModelFormatException(
          at + ", dtype", SafetensorsHeader.FLOAT32 + ", the only one supported", quote(dtype));
    }
    return dtype;
  }

  private List<Long> parseLongs(int max, String at) throws IOException {
    List<Long> numbers = new ArrayList<>();
    take(JsonToken.START_ARRAY, "an array", at);
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      if (numbers.size() == max) {
        throw new ModelFormatException(at, "at most " + max + " numbers", "more");
      }
      numbers.add(json.getLongValue());
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new ModelFormatException(at, "whole numbers", json.currentToken());
    }
    return numbers;
  }

  private static TensorSpec specOf(String name, List<Long> shape, String at)
      throws ModelFormatException {
    try {
      return new TensorSpec(name, shape);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(at, e.getMessage(), e);
    }
  }

  /** Returns the tensors by position in the file, which they must fill without gaps or overlaps. */
  private SafetensorsHeader placed() throws ModelFormatException {
    tensors.sort(Comparator.comparingLong(Placed::start).thenComparingLong(Placed::end));
    long end = 0;
    for (Placed tensor : tensors) {
      String at = where + ", tensor " + quote(tensor.spec().name()) + ", data_offsets";
      if (tensor.start() != end) {
        throw new ModelFormatException(at, "values that start at byte " + end, tensor.start());
      }
      long bytes = tensor.spec().bytes();
      if (tensor.end() - tensor.start() != bytes || tensor.end() > dataBytes) {
        throw new ModelFormatException(
            at,
            "values that end " + bytes + " bytes later, at byte " + dataBytes + " at the latest",
            tensor.end());
      }
      end = tensor.end();
    }
    if (end != dataBytes) {
      throw new ModelFormatException(
          where, "tensors that fill the " + dataBytes + " bytes of values", end);
    }
    return new SafetensorsHeader(metadata, tensors.stream().map(Placed::spec).toList());
  }

  private void take(JsonToken expected, String description, String at) throws IOException {
    JsonToken token = json.nextToken();
    if (token != expected) {
      throw new ModelFormatException(at, description, token);
    }
  }

  private void requireRoom(String what, int count) throws ModelFormatException {
    if (count == SafetensorsHeader.MAX_ENTRIES) {
      throw new ModelFormatException(
          where, "at most " + SafetensorsHeader.MAX_ENTRIES + " " + what, "more");
    }
  }
}
