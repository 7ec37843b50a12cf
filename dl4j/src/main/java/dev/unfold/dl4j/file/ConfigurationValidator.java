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
 * The JSON of a configuration, checked before DL4J sees it: classes are DL4J's own, sizes are such
 * that no product of them overflows, arrays have the shape that they claim.
 *
 * <p>DL4J finds a class by the keys {@code @class} and, in distributions, {@code type}. It is given
 * this tree, written anew, so that there is one way only to read what was checked.
 */
final class ConfigurationValidator {
  private static final int MAX_CHARACTERS = 4 << 20;
  private static final int MAX_DEPTH = 64;
  private static final Set<String> CLASSES = Set.of("@class", "type");
  private static final Set<String> WIDTHS = Set.of("nin", "nout");

  private static final List<String> DIRECTIONS = List.of("fwd", "bwd");

  /** Any long; a number that nothing is multiplied with. */
  private static final String SEED = "seed";

  private static final int MAX_WIDTH = 1 << 24;

  /** Weights of a convolution from one input to one output. */
  private static final int MAX_KERNEL = 1 << 14;

  private static final int MAX_SHAPE = 1 << 29;

  private final String where;

  private ConfigurationValidator(String where) {
    this.where = where;
  }

  /**
   * Parses and checks.
   *
   * @param where the file, for messages
   * @throws ModelFormatException if it is no JSON object, or DL4J must not see it
   */
  static JsonNode of(String where, String json) throws ModelFormatException {
    if (json.length() > MAX_CHARACTERS) {
      throw new ModelFormatException(
          where, "a configuration of " + MAX_CHARACTERS + " characters at most", json.length());
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
      throw refusal(path, MAX_DEPTH + " levels at most", "more");
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
    if (CLASSES.contains(name) && !(value.isTextual() && AllowedClasses.knows(value.textValue()))) {
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

  /** Each Bidirectional doubles the parameters of what it holds. */
  private void requireOneDirection(JsonNode layer, String path) throws ModelFormatException {
    for (String direction : DIRECTIONS) {
      if (layer.path(direction).findParent(direction) != null) {
        throw refusal(path, "a Bidirectional of one direction", "a Bidirectional in it");
      }
    }
  }

  /** An array of ND4J has as many values as its shape says. */
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
   * The product of a number or an array of numbers; 1 where there is none.
   *
   * @throws ModelFormatException if a number is negative or no whole one, or the product is larger
   */
  private long requireProduct(JsonNode value, String path, long most) throws ModelFormatException {
    long product = 1;
    int count = value.isArray() ? value.size() : 1;
    for (int i = 0; i < count && !value.isMissingNode() && !value.isNull(); i++) {
      JsonNode factor = value.isArray() ? value.get(i) : value;
      if (!factor.canConvertToInt() || !factor.isIntegralNumber() || factor.intValue() < 0) {
        throw refusal(
            path,
            "sizes as whole numbers from 0 on",
            ModelFormatException.quote(factor.toString()));
      }
      product *= factor.intValue();
      if (product > most) {
        throw refusal(
            path, "a size of " + most + " at most", ModelFormatException.quote(value.toString()));
      }
    }
    return product;
  }

  private ModelFormatException refusal(String path, String expected, Object found) {
    return new ModelFormatException(where + ": " + path, expected, found);
  }
}
