package dev.unfold.driver.training;

import java.io.IOException;
import java.util.Map;

/** Takes the metrics of a run, a line at a time. */
@FunctionalInterface
public interface MetricsLineConsumer {
  /**
   * Takes a line.
   *
   * @param line as it was written
   * @param values what is in it, {@code kind} and {@code round} among them
   */
  void read(String line, Map<String, Object> values) throws IOException;
}
