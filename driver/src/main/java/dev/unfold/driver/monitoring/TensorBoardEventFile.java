package dev.unfold.driver.monitoring;

import dev.unfold.driver.storage.file.AppendableFile;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * An event file that TensorBoard reads while it grows. Each record has an {@code Event} as defined
 * by {@code event.proto} and {@code summary.proto} of TensorFlow.
 *
 * <p>The file begins with the version of the format and the start of a session. TensorBoard reads
 * the files of a folder sorted by name, which begins with the time, and drops the events of earlier
 * files from the first step of a session on: rounds that a resumed run trains again are shown once.
 */
final class TensorBoardEventFile implements Closeable {
  /** The part of the name by which TensorBoard recognizes event files. */
  private static final String PREFIX = "events.out.tfevents.";

  private static final String VERSION = "brain.Event:2";
  private static final double MILLIS = 1e3;
  private static final int NANOS_OF_MILLI = 1_000_000;

  /** The field numbers of an {@code Event}. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;

  /** The status field of a {@code SessionLog}, and its value at the start. */
  private static final int STATUS = 1;

  private static final int START = 1;

  /** The field of a {@code Summary}'s values, each with a tag and a simple value. */
  private static final int VALUE = 1;

  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private final AppendableFile file;

  private TensorBoardEventFile(AppendableFile file) {
    this.file = file;
  }

  /**
   * Creates a file with a unique name.
   *
   * @param folder the folder, on any Hadoop file system
   */
  static TensorBoardEventFile create(String folder, Configuration configuration)
      throws IOException {
    return new TensorBoardEventFile(AppendableFile.create(folder, newName(), configuration));
  }

  private static String newName() {
    Instant now = Instant.now();
    long millis = now.getNano() / NANOS_OF_MILLI;
    return String.format(
        Locale.ROOT, "%s%010d.%03d.%s", PREFIX, now.getEpochSecond(), millis, UUID.randomUUID());
  }

  private static ProtobufMessage event(long step) {
    return new ProtobufMessage()
        .float64(WALL_TIME, System.currentTimeMillis() / MILLIS)
        .integer(STEP, step);
  }

  /**
   * Writes the events that precede all values.
   *
   * @param firstStep the first step of the values that follow
   */
  void begin(long firstStep) throws IOException {
    add(event(0).text(FILE_VERSION, VERSION));
    add(event(firstStep).message(SESSION_LOG, new ProtobufMessage().integer(STATUS, START)));
  }

  /** Writes the values of a step and makes them visible to readers. */
  void write(long step, Map<String, Double> metrics) throws IOException {
    ProtobufMessage summary = new ProtobufMessage();
    metrics.forEach(
        (tag, value) ->
            summary.message(
                VALUE,
                new ProtobufMessage().text(TAG, tag).float32(SIMPLE_VALUE, value.floatValue())));
    add(event(step).message(SUMMARY, summary));
    file.flush();
  }

  private void add(ProtobufMessage event) throws IOException {
    file.write(TensorFlowRecord.of(event.bytes()));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
