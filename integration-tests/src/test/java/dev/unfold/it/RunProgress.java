package dev.unfold.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Parses the output of {@code unfold inspect}, as a script would. */
final class RunProgress {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunProgress() {}

  /** Returns the object in the output of a command, after its log lines. */
  static JsonNode object(ClusterProgram.Finished inspected) {
    if (inspected.exitCode() != 0 || !inspected.output().contains("{")) {
      throw new AssertionError("no JSON, exit code " + inspected);
    }
    return parse(inspected.output().substring(inspected.output().indexOf('{')));
  }

  /** The lines about rounds, in order. */
  static List<JsonNode> rounds(ClusterProgram.Finished inspected) {
    return rounds(inspected.output().lines().toList());
  }

  /** The lines about rounds, in order. */
  static List<JsonNode> rounds(Collection<String> metrics) {
    return metrics.stream()
        .filter(line -> line.startsWith("{"))
        .map(RunProgress::parse)
        .filter(line -> line.get("kind").textValue().equals("round"))
        .toList();
  }

  /** Returns the loss of each round of the lines. */
  static Map<Integer, Double> losses(List<JsonNode> rounds) {
    Map<Integer, Double> losses = new TreeMap<>();
    rounds.forEach(
        line -> losses.put(line.get("round").intValue(), line.get("loss").doubleValue()));
    return losses;
  }

  /** Returns a whole number from each line. */
  static List<Integer> column(List<JsonNode> rounds, String name) {
    Function<JsonNode, Integer> value = line -> line.get(name).intValue();
    return rounds.stream().map(value).toList();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("expected JSON, found " + json, e);
    }
  }
}
