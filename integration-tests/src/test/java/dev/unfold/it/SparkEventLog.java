package dev.unfold.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tasks of a Spark application, read from its event log. */
final class SparkEventLog {
  private static final String SUCCESS = "Success";

  /**
   * One attempt of a task.
   *
   * @param job the description of its job, such as "round 3"; empty if it has none
   * @param stage the stage and its attempt
   * @param index the index in the stage
   * @param executor the executor that ran it
   * @param host the host of the executor
   * @param speculative whether another attempt was running when it was launched
   * @param finished the time of its end in milliseconds since 1970; 0 if it never ended
   * @param end Spark's reason for its end, such as Success or ExecutorLostFailure; empty if it
   *     never ended
   */
  record Attempt(
      String job,
      String stage,
      int index,
      String executor,
      String host,
      boolean speculative,
      long finished,
      String end) {}

  private final List<Attempt> attempts;

  private SparkEventLog(List<Attempt> attempts) {
    this.attempts = List.copyOf(attempts);
  }

  /**
   * Reads the log of the one application that logged into a folder.
   *
   * @param folder the folder of {@code spark.eventLog.dir}
   */
  static SparkEventLog read(Path folder) throws IOException {
    Path log;
    try (Stream<Path> logs = Files.list(folder)) {
      log = logs.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    ObjectMapper json = new ObjectMapper();
    Map<String, String> jobs = new HashMap<>();
    Map<Long, Attempt> attempts = new TreeMap<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode event = json.readTree(line);
      switch (event.path("Event").asText()) {
        case "SparkListenerStageSubmitted" ->
            jobs.put(
                stage(event.path("Stage Info")),
                event.at("/Properties/spark.job.description").asText());
        case "SparkListenerTaskStart", "SparkListenerTaskEnd" ->
            attempts.put(
                event.at("/Task Info/Task ID").asLong(),
                attempt(event, jobs.getOrDefault(stage(event), "")));
        default -> {}
      }
    }
    return new SparkEventLog(new ArrayList<>(attempts.values()));
  }

  private static String stage(JsonNode event) {
    return event.path("Stage ID").asText() + "." + event.path("Stage Attempt ID").asText();
  }

  private static Attempt attempt(JsonNode event, String job) {
    JsonNode task = event.path("Task Info");
    return new Attempt(
        job,
        stage(event),
        task.path("Index").asInt(),
        task.path("Executor ID").asText(),
        task.path("Host").asText(),
        task.path("Speculative").asBoolean(),
        task.path("Finish Time").asLong(),
        event.at("/Task End Reason/Reason").asText());
  }

  /** Returns all attempts of the rounds' tasks, in the order in which they were launched. */
  List<Attempt> ofRounds() {
    return attempts.stream().filter(attempt -> attempt.job().startsWith("round ")).toList();
  }

  /** Returns the executors that ran rounds. */
  Set<String> executors() {
    return ofRounds().stream().map(Attempt::executor).collect(Collectors.toSet());
  }

  /** Returns the rounds in which a task ended for that reason. */
  Set<String> roundsWith(String end) {
    return ofRounds().stream()
        .filter(attempt -> attempt.end().equals(end))
        .map(Attempt::job)
        .collect(Collectors.toSet());
  }

  /** Returns the rounds with more than one stage, whose results went through a shuffle. */
  Set<String> shuffledRounds() {
    Map<String, Set<String>> stages =
        ofRounds().stream()
            .collect(
                Collectors.groupingBy(
                    Attempt::job, Collectors.mapping(Attempt::stage, Collectors.toSet())));
    return stages.keySet().stream()
        .filter(round -> stages.get(round).size() > 1)
        .collect(Collectors.toSet());
  }

  /** Returns the rounds whose shards ended in another order than that of their numbers. */
  Set<String> roundsOutOfOrder() {
    Map<String, List<Attempt>> stages =
        ofRounds().stream()
            .filter(attempt -> attempt.end().equals(SUCCESS))
            .sorted(Comparator.comparingLong(Attempt::finished))
            .collect(Collectors.groupingBy(Attempt::stage));
    return stages.values().stream()
        .filter(ended -> !isSorted(ended))
        .map(ended -> ended.get(0).job())
        .collect(Collectors.toSet());
  }

  private static boolean isSorted(List<Attempt> ended) {
    List<Integer> order = ended.stream().map(Attempt::index).toList();
    return order.equals(order.stream().sorted().toList());
  }

  /** Returns the attempts that Spark launched while another one of the same task was running. */
  List<Attempt> speculative() {
    return ofRounds().stream().filter(Attempt::speculative).toList();
  }

  /** Returns all attempts of the same task of the same stage. */
  List<Attempt> attemptsOf(Attempt one) {
    return ofRounds().stream()
        .filter(other -> other.stage().equals(one.stage()) && other.index() == one.index())
        .toList();
  }
}
