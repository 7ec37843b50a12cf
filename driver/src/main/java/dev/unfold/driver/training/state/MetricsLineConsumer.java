package dev.unfold.driver.training.state;

import java.io.IOException;
import java.util.Map;

/** Consumes the metrics of a run line by line. */
@FunctionalInterface
public interface MetricsLineConsumer {
  /**
   * Consumes a line.
   *
   * @param line the line as it was written
   * @param values the parsed values of the line, including {@code kind} and {@code round}
   */
  void read(String line, Map<String, Object> values) throws IOException;
}
