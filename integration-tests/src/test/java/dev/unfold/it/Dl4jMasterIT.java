package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a dl4j-spark program with DL4J's own training master and with Unfold's, four workers each,
 * and the engine on the same network, in local mode and on a cluster; the text is too short for
 * speeds.
 */
@Tag("faults")
class Dl4jMasterIT {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int CHARACTERS = 12_000;

  @TempDir private Path folder;

  @Test
  void theMasterTrainsAsTheEngineDoesAndTheSameBitsOnAClusterAsInLocalMode() throws IOException {
    List<String> command = command();
    JsonNode here;
    try (LocalUnfold local = new LocalUnfold(folder)) {
      here = metrics(local.start(command.toArray(String[]::new)).await(LIMIT));
    }
    JsonNode there;
    try (ClusterOnThisMachine cluster =
        ClusterOnThisMachine.start("dl4j-it", "--workers", "2", "--datanodes", "1")) {
      List<String> submitted =
          new ArrayList<>(List.of("--conf", "spark.scheduler.minRegisteredResourcesRatio=1"));
      submitted.addAll(command);
      submitted.add("--repetitions=1");
      there = metrics(cluster.startUnfold(submitted.toArray(String[]::new)).await(LIMIT));
    }
    assertThat(here.at("/master/sameBits").booleanValue()).isTrue();
    for (JsonNode metrics : List.of(here, there)) {
      assertThat(metrics.at("/master/loss").doubleValue())
          .isCloseTo(metrics.at("/engine/loss").doubleValue(), withinPercentage(2));
    }
    for (String trained : List.of("/master", "/engine")) {
      String bits = trained + "/parametersSha256/0";
      assertThat(there.at(bits).textValue()).isEqualTo(here.at(bits).textValue());
    }
  }

  private List<String> command() throws IOException {
    Path text = folder.resolve("text.txt");
    Files.writeString(text, text());
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    return List.of(
        "bench",
        "trainers",
        "--text=" + text.toUri(),
        "--workers=4",
        "--hidden=64",
        "--batch=8",
        "--steps=32",
        "--interval=4",
        "--epochs=2",
        "--learning-rate=0.005",
        "--folder=" + scratch.toUri());
  }

  /** Writes the beginning of tinyshakespeare or, without data, random words. */
  private static String text() throws IOException {
    String data = System.getenv("UNFOLD_DATA");
    if (data != null) {
      byte[] all = Files.readAllBytes(Path.of(data, "tinyshakespeare", "input.txt"));
      return new String(Arrays.copyOf(all, CHARACTERS), StandardCharsets.US_ASCII);
    }
    String[] words = {"state ", "is ", "never ", "lost, ", "step by step", ".\n"};
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    while (text.length() < CHARACTERS) {
      text.append(words[random.nextInt(words.length)]);
    }
    return text.toString();
  }

  private static JsonNode metrics(ClusterProgram.Finished finished) throws IOException {
    assertThat(finished.exitCode()).as(finished.output()).isZero();
    String json =
        finished.output().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    return new ObjectMapper().readTree(json);
  }
}
