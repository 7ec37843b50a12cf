package dev.unfold.driver.training;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unfold.driver.storage.AlreadyCommittedException;
import dev.unfold.driver.storage.Attempt;
import dev.unfold.driver.storage.Commit;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.NumberedCommits;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of a run as JSON lines, in write-once segments {@code metrics/N}: one is committed
 * before each checkpoint, under a number made of the attempt and the round. A round that a later
 * attempt repeats supersedes.
 */
public final class MetricsLog {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsLog.class);
  private static final String LINES = "metrics.jsonl";
  private static final String ROUND = "round";
  private static final String KIND = "kind";
  private static final TypeReference<Map<String, Object>> LINE = new TypeReference<>() {};
  private static final long ATTEMPT_FACTOR = 10_000_000_000L;

  private final NumberedCommits segments;
  private final JsonMapper json =
      Json.newMapper().rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();
  private final List<String> pending = new ArrayList<>();

  /**
   * @param run the run's directory
   */
  public MetricsLog(CommitFolder run) {
    segments = new NumberedCommits(run.child("metrics"));
  }

  /** Deletes what a commit left behind that never ended; for the owner of the run only. */
  void sweepTemporaries() throws IOException {
    segments.sweepTemporaries();
  }

  /**
   * Adds a line.
   *
   * @param kind such as {@code round} or {@code epoch}
   * @param values of the line
   */
  void add(String kind, Attempt attempt, long round, Map<String, ?> values) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(KIND, kind);
    line.put(ROUND, round);
    line.put("attempt", attempt.number());
    line.putAll(values);
    pending.add(json.writeValueAsString(line));
  }

  /** Commits what was added since the last time; may be repeated if it fails. */
  void commit(Attempt attempt, long round) throws IOException {
    if (pending.isEmpty()) {
      return;
    }
    attempt.requireNewest();
    try {
      segments.commit(
          attempt.number() * ATTEMPT_FACTOR + round,
          writer -> {
            try (OutputStream out = writer.create(LINES)) {
              out.write((String.join("\n", pending) + "\n").getBytes(StandardCharsets.UTF_8));
            }
          });
    } catch (AlreadyCommittedException e) {
      LOG.info("{}: by this attempt, when the answer was lost", e.getMessage());
    }
    pending.clear();
  }

  /**
   * The lines of the run, by rounds. A segment supersedes what an earlier attempt said of its
   * rounds and of all later ones.
   */
  public Collection<String> lines() throws IOException {
    TreeMap<String, String> newest = new TreeMap<>();
    for (long number : segments.numbers()) {
      Commit segment = segments.open(number);
      String where = segment.folder().pathOf(LINES);
      boolean first = true;
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(segment.read(LINES), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Key key = Key.of(where, Json.parse(where, line, LINE));
          if (first) {
            newest.tailMap(new Key(key.round(), "").text()).clear();
            first = false;
          }
          newest.put(key.text(), line);
        }
      }
    }
    return newest.values();
  }

  /** Where a line stands: the one of the round first, then what follows from it. */
  private record Key(long round, String order) {
    static Key of(String where, Map<String, Object> line) throws ModelFormatException {
      Object round = line.get(ROUND);
      if (!(round instanceof Integer || round instanceof Long)
          || !(line.get(KIND) instanceof String kind)) {
        throw new ModelFormatException(where, "lines with kind and round", line.keySet());
      }
      return new Key(((Number) round).longValue(), kind.equals(ROUND) ? "" : kind);
    }

    String text() {
      return String.format(Locale.ROOT, "%019d %s", round, order);
    }
  }
}
