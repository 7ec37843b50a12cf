package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command times real rounds. */
class BenchRoundIT {
  @TempDir private Path folder;

  @Test
  void theLastLineHasTheResultsOfEveryCaseAndNoFilesAreLeft() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    ClusterProgram.Finished finished;
    try (LocalUnfold unfold = new LocalUnfold(folder)) {
      finished =
          unfold.run(
              "bench",
              "round",
              "--parameters=20000",
              "--shards=2,3",
              "--rounds=3",
              "--warm-up=1",
              "--memory-every=3",
              "--gathering=sliced",
              "--folder=" + texts);
    }

    assertThat(finished.exitCode()).as(finished.output()).isZero();
    String json =
        finished.output().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    JsonNode rounds = new ObjectMapper().readTree(json).get("rounds");
    assertThat(rounds).hasSize(2);
    for (int i = 0; i < 2; i++) {
      JsonNode round = rounds.get(i);
      assertThat(round.get("shards").intValue()).isEqualTo(i + 2);
      assertThat(round.get("parameters").longValue()).isBetween(18_000L, 22_000L);
      assertThat(round.get("ownSeconds").doubleValue())
          .isPositive()
          .isLessThan(round.get("seconds").doubleValue());
      assertThat(round.get("sliced").booleanValue()).isTrue();
      assertThat(round.get("memory")).hasSize(1);
    }
    try (Stream<Path> left = Files.list(texts)) {
      assertThat(left).isEmpty();
    }
  }
}
