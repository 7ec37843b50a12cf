package dev.unfold.driver.training.state;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of a run as JSON lines, in write-once segments {@code metrics/N}. A segment is
 * committed before each checkpoint; its number is composed of the attempt and the round. The lines
 * of a round that a later attempt repeats are superseded.
 */
public final class MetricsLog {
  private static final String LINES = "metrics.jsonl";
  private static final String ROUND = "round";
  private static final String KIND = "kind";
  private static final TypeReference<Map<String, Object>> LINE = new TypeReference<>() {};
  private static final ObjectWriter ONE_LINE =
      Json.writer().without(SerializationFeature.INDENT_OUTPUT);
  private static final long ATTEMPT_FACTOR = 10_000_000_000L;

  private final NumberedCommits segments;
  private final List<String> pending = new ArrayList<>();

  /**
   * @param run the run's directory
   */
  public MetricsLog(CommitFolder run) {
    segments = new NumberedCommits(run.child("metrics"));
  }

  /**
   * Deletes the remains of commits that never completed. Only the owner of the run may call this.
   */
  void sweepTemporaries() throws IOException {
    segments.sweepTemporaries();
  }

  /**
   * Adds a line.
   *
   * @param kind such as {@code round} or {@code epoch}
   * @param values the other values of the line
   */
  public void add(String kind, Attempt attempt, long round, Map<String, ?> values)
      throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(KIND, kind);
    line.put(ROUND, round);
    line.put("attempt", attempt.number());
    line.putAll(values);
    pending.add(ONE_LINE.writeValueAsString(line));
  }

  /** Commits the lines that were added since the last commit; may be repeated if it fails. */
  public void commit(Attempt attempt, long round) throws IOException {
    if (pending.isEmpty()) {
      return;
    }
    attempt.requireNewest();
    segments.commit(
        attempt.number() * ATTEMPT_FACTOR + round,
        writer -> {
          try (OutputStream out = writer.create(LINES)) {
            out.write((String.join("\n", pending) + "\n").getBytes(StandardCharsets.UTF_8));
          }
        });
    pending.clear();
  }

  /**
   * Reads the lines of the run in the order of the rounds, one at a time. A segment supersedes the
   * lines of earlier attempts for its rounds and for all later ones.
   */
  void forEach(MetricsLineConsumer reader) throws IOException {
    List<Long> numbers = segments.numbers();
    long[] ends = supersededFrom(numbers);
    for (int i = 0; i < ends.length; i++) {
      long end = ends[i];
      read(
          numbers.get(i),
          (line, values) -> {
            if (roundOf(values) < end) {
              reader.read(line, values);
            }
            return true;
          });
    }
  }

  /** Returns the lines of the run; see {@link #forEach}. */
  public List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    forEach((line, values) -> lines.add(line));
    return lines;
  }

  /** Returns for each segment the first round that a later attempt repeated. */
  private long[] supersededFrom(List<Long> numbers) throws IOException {
    long[] rounds = new long[numbers.size()];
    long superseded = Long.MAX_VALUE;
    for (int i = rounds.length - 1; i >= 0; i--) {
      rounds[i] = superseded;
      long attempt = numbers.get(i) / ATTEMPT_FACTOR;
      if (i == 0 || numbers.get(i - 1) / ATTEMPT_FACTOR < attempt) {
        superseded = Math.min(superseded, firstRound(numbers.get(i)));
      }
    }
    return rounds;
  }

  private long firstRound(long segment) throws IOException {
    long[] first = {Long.MAX_VALUE};
    read(
        segment,
        (line, values) -> {
          first[0] = roundOf(values);
          return false;
        });
    return first[0];
  }

  private void read(long number, Lines lines) throws IOException {
    Commit segment = segments.open(number);
    String where = segment.folder().pathOf(LINES);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(segment.read(LINES), StandardCharsets.UTF_8))) {
      boolean more = true;
      for (String line = in.readLine(); more && line != null; line = in.readLine()) {
        more = lines.read(line, parse(where, line));
      }
    }
  }

  /** A consumer of the lines of a segment. */
  @FunctionalInterface
  private interface Lines {
    /** Consumes a line and returns whether to continue. */
    boolean read(String line, Map<String, Object> values) throws IOException;
  }

  private static Map<String, Object> parse(String where, String line) throws ModelFormatException {
    Map<String, Object> values = Json.parse(where, line, LINE);
    Object round = values.get(ROUND);
    if (!(round instanceof Integer || round instanceof Long)
        || !(values.get(KIND) instanceof String)) {
      throw new ModelFormatException(where, "lines with kind and round", values.keySet());
    }
    return values;
  }

  private static long roundOf(Map<String, Object> values) {
    return ((Number) values.get(ROUND)).longValue();
  }
}
