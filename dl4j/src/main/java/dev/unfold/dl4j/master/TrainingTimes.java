package dev.unfold.dl4j.master;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.stats.EventStats;
import org.deeplearning4j.spark.util.SparkUtils;

/**
 * Times under DL4J's keys. DL4J can write its own times as text only if its chart library is on the
 * class path.
 */
final class TrainingTimes implements SparkTrainingStats {
  private static final long serialVersionUID = 1L;
  private static final String SEPARATOR = ",";

  private final SparkTrainingStats times;

  /**
   * @param times times with a list, which may be empty, for every key
   */
  TrainingTimes(SparkTrainingStats times) {
    this.times = times;
  }

  @Override
  public Set<String> getKeySet() {
    return times.getKeySet();
  }

  @Override
  public List<EventStats> getValue(String key) {
    return times.getValue(key);
  }

  @Override
  public String getShortNameForKey(String key) {
    return times.getShortNameForKey(key);
  }

  @Override
  public boolean defaultIncludeInPlots(String key) {
    return times.defaultIncludeInPlots(key);
  }

  @Override
  public void addOtherTrainingStats(SparkTrainingStats other) {
    times.addOtherTrainingStats(
        other instanceof TrainingTimes trainingTimes ? trainingTimes.times : other);
  }

  @Override
  public SparkTrainingStats getNestedTrainingStats() {
    return times.getNestedTrainingStats();
  }

  @Override
  public String statsAsString() {
    StringBuilder text = new StringBuilder();
    for (String key : getKeySet()) {
      String durations =
          getValue(key).stream()
              .map(event -> Long.toString(event.getDurationMs()))
              .collect(Collectors.joining(SEPARATOR));
      text.append(String.format(DEFAULT_PRINT_FORMAT, key)).append(durations).append('\n');
    }
    return text.toString();
  }

  /** Writes one file for each key that has times, named after the key. */
  @Override
  public void exportStatFiles(String outputPath, SparkContext sc) throws IOException {
    for (String key : getKeySet()) {
      List<EventStats> events = getValue(key);
      if (!events.isEmpty()) {
        SparkUtils.writeStringToFile(outputPath + "/" + key + ".txt", table(events), sc);
      }
    }
  }

  private static String table(List<EventStats> events) {
    return Stream.concat(
            Stream.of(events.get(0).getStringHeader(SEPARATOR)),
            events.stream().map(event -> event.asString(SEPARATOR)))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
