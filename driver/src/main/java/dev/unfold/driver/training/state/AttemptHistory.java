package dev.unfold.driver.training.state;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.lease.AttemptOwner;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attempts at a run: which processes trained in its directory.
 *
 * @param attempts the folder of the claims
 */
record AttemptHistory(NumberedCommits attempts) {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  static AttemptHistory of(CommitFolder run) {
    return new AttemptHistory(new NumberedCommits(run.child(RunAttempts.FOLDER)));
  }

  /**
   * Returns the newest attempts in ascending order: {@code attempt}, {@code host}, {@code started}
   * in milliseconds since 1970, and the end that the attempt recorded, if any: {@code outcome},
   * {@code message}.
   *
   * @param limit the maximum number of attempts
   */
  List<Map<String, Object>> describe(int limit) throws IOException {
    List<Long> numbers = attempts.numbers();
    List<Map<String, Object>> descriptions = new ArrayList<>();
    for (long number : numbers.subList(Math.max(0, numbers.size() - limit), numbers.size())) {
      descriptions.add(describe(number));
    }
    return descriptions;
  }

  private Map<String, Object> describe(long number) throws IOException {
    CommitFolder folder = attempts.folder().child(NumberedCommits.nameOf(number));
    Map<String, Object> owner = readIfComplete(folder, AttemptOwner.FILE);
    Map<String, Object> outcome = readIfComplete(folder, OutcomeFile.NAME);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("attempt", number);
    values.put("host", owner.getOrDefault("host", ""));
    values.put("started", owner.getOrDefault("attemptStart", 0));
    values.put("outcome", outcome.getOrDefault("outcome", ""));
    values.put("message", outcome.getOrDefault("message", ""));
    return values;
  }

  /**
   * Reads a file if it is complete. Its process may be writing it now, or may have died while
   * writing it.
   */
  private static Map<String, Object> readIfComplete(CommitFolder folder, String name)
      throws IOException {
    if (!folder.exists(name)) {
      return Map.of();
    }
    try (InputStream in = folder.read(name)) {
      return Json.read(folder.pathOf(name), in, OBJECT);
    } catch (ModelFormatException e) {
      return Map.of();
    }
  }
}
