package dev.unfold.dl4j.file;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Validates the JSON of a configuration before DL4J sees it: classes are DL4J's own, products of
 * sizes do not overflow, arrays have the declared shape.
 *
 * <p>DL4J finds a class by the keys {@code @class} and, in distributions, {@code type}. It receives
 * this tree, serialized again, so that there is only one way to read the validated content.
 */
final class ConfigurationValidator {
  private static final int MAX_CHARACTERS = 4 << 20;
  private static final int MAX_DEPTH = 64;
  private static final Set<String> CLASSES = Set.of("@class", "type");
  private static final Set<String> WIDTHS = Set.of("nin", "nout");

  private static final List<String> DIRECTIONS = List.of("fwd", "bwd");

  /** The key of a number that may be any long, because nothing is multiplied by it. */
  private static final String SEED = "seed";

  private static final int MAX_WIDTH = 1 << 24;

  /** The maximum number of weights of a convolution from one input to one output. */
  private static final int MAX_KERNEL = 1 << 14;

  private static final int MAX_SHAPE = 1 << 29;

  private final String where;

  private ConfigurationValidator(String where) {
    this.where = where;
  }

  /**
   * Parses and validates a configuration.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if it is not a JSON object, or DL4J must not see it
   */
  static JsonNode of(String where, String json) throws ModelFormatException {
    if (json.length() > MAX_CHARACTERS) {
      throw new ModelFormatException(
          where, "a configuration of at most " + MAX_CHARACTERS + " characters", json.length());
    }
    JsonNode tree = Json.parse(where, json, new TypeReference<JsonNode>() {});
    if (!tree.isObject()) {
      throw new ModelFormatException(where, "a JSON object", tree.getNodeType());
    }
    new ConfigurationValidator(where).check(tree, "", 1);
    return tree;
  }

  private void check(JsonNode node, String path, int depth) throws ModelFormatException {
    if (depth > MAX_DEPTH) {
      throw refusal(path, "at most " + MAX_DEPTH + " levels", "more");
    }
    if (node.isObject()) {
      requireKernel(node, path);
      requireOneDirection(node, path);
      requireArray(node, path);
      Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        checkField(field.getKey(), field.getValue(), at);
        check(field.getValue(), at, depth + 1);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      checkField("", node.get(i), path);
      check(node.get(i), path + "." + i, depth + 1);
    }
  }

  private void checkField(String name, JsonNode value, String path) throws ModelFormatException {
    if (CLASSES.contains(name)
        && !(value.isTextual() && AllowedClasses.contains(value.textValue()))) {
      throw refusal(
          path,
          "a class of DL4J's own configurations, neither custom nor SameDiff",
          ModelFormatException.quote(value.asText(value.getNodeType().toString())));
    }
    if (value.isIntegralNumber()
        && !(name.equals(SEED) ? value.canConvertToLong() : value.canConvertToInt())) {
      throw refusal(path, "a whole number below 2^31", ModelFormatException.quote(value.asText()));
    }
    if (WIDTHS.contains(name)) {
      requireProduct(value, path, MAX_WIDTH);
    }
  }

  private void requireKernel(JsonNode layer, String path) throws ModelFormatException {
    long weights = requireProduct(layer.path("kernelSize"), path + ".kernelSize", MAX_KERNEL);
    requireProduct(
        layer.path("depthMultiplier"),
        path + ".depthMultiplier",
        MAX_KERNEL / Math.max(1, weights));
    requireProduct(layer.path("inputShape"), path + ".inputShape", MAX_SHAPE);
  }

  /** Refuses nested Bidirectional layers, each of which doubles the number of parameters. */
  private void requireOneDirection(JsonNode layer, String path) throws ModelFormatException {
    for (String direction : DIRECTIONS) {
      if (layer.path(direction).findParent(direction) != null) {
        throw refusal(path, "a Bidirectional of one direction", "a Bidirectional in it");
      }
    }
  }

  /** Requires that an ND4J array has as many values as its shape declares. */
  private void requireArray(JsonNode node, String path) throws ModelFormatException {
    if (node.has("shape") || node.has("data")) {
      long values = requireProduct(node.path("shape"), path + ".shape", MAX_SHAPE);
      if (!node.path("shape").isArray()
          || !node.path("data").isArray()
          || node.path("data").size() != values) {
        throw refusal(path + ".data", values + " values, as the shape says", "another number");
      }
    }
  }

  /**
   * Returns the product of a number or an array of numbers; 1 if there is none.
   *
   * @throws ModelFormatException if a number is negative or not whole, or the product exceeds the
   *     limit
   */
  private long requireProduct(JsonNode value, String path, long limit) throws ModelFormatException {
    long product = 1;
    int count = value.isArray() ? value.size() : 1;
    for (int i = 0; i < count && !value.isMissingNode() && !value.isNull(); i++) {
      JsonNode factor = value.isArray() ? value.get(i) : value;
      if (!factor.canConvertToInt() || !factor.isIntegralNumber() || factor.intValue() < 0) {
        throw refusal(
            path,
            "sizes as whole numbers, at least 0",
            ModelFormatException.quote(factor.toString()));
      }
      product *= factor.intValue();
      if (product > limit) {
        throw refusal(
            path, "a size of at most " + limit, ModelFormatException.quote(value.toString()));
      }
    }
    return product;
  }

  private ModelFormatException refusal(String path, String expected, Object actual) {
    return new ModelFormatException(where + ": " + path, expected, actual);
  }
}
