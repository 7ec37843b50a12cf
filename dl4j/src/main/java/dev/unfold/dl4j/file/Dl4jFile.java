package dev.unfold.dl4j.file;

import java.util.Map;
import java.util.Optional;

/**
 * A file in which DL4J saved a network: the JSON of its configuration, or a zip of {@code
 * ModelSerializer}.
 *
 * @param path the absolute path
 * @param configuration the configuration of the network
 * @param parameters the flat vector in DL4J's order; empty if the file is JSON
 * @param extras Unfold's own entries in a zip by name, which DL4J ignores
 */
public record Dl4jFile(
    String path,
    Dl4jConfiguration configuration,
    Optional<float[]> parameters,
    Map<String, byte[]> extras) {
  public Dl4jFile {
    extras = Map.copyOf(extras);
  }
}
