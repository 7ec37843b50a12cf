package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The evaluation of a champion does not change its store. */
class EvaluateCommandTest {
  private static final String CONF =
      """
      corpus { train = "%1$s/train", validation = "%1$s/held-out" }
      network { cell = gru, hidden = 4, embedding = 3 }
      training { shards = 1, batch = 2, steps = 10, epochs = 1 }
      run.dir = "%1$s/runs"
      store { dir = "%1$s/models", name = hamlet }
      retrain.held-out = "%1$s/held-out"
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void retrain() throws IOException {
    Files.writeString(folder.resolve("train"), "to be or not to be\n".repeat(40));
    Files.writeString(folder.resolve("held-out"), "to be is not to be\n".repeat(10));
    Path conf = Files.writeString(folder.resolve("conf"), CONF.formatted(folder));
    EndedCommand ended = EndedCommand.run("retrain", conf.toString());
    assertThat(ended.exitCode()).as(ended.error()).isZero();
  }

  @Test
  void nothingIsWrittenBesideTheModel() throws IOException {
    List<Path> before = everything();

    EndedCommand champion = EndedCommand.run("evaluate", store(), "--corpus", heldOut(), "--json");
    EndedCommand version =
        EndedCommand.run("evaluate", store() + "/versions/000001", "--corpus", heldOut(), "--json");

    assertThat(champion.exitCode()).as(champion.error()).isZero();
    assertThat(version.output()).isEqualTo(champion.output()).contains("\"loss\"");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void tokensAreRankedUpToTheRequestedRank() throws IOException {
    JsonNode first = evaluated("--top-k", "1");
    JsonNode all = evaluated("--top-k", "65536");

    assertThat(first.get("recallAtK").doubleValue()).isBetween(0.05, 0.99);
    assertThat(first.get("mrrAtK")).isEqualTo(first.get("recallAtK"));
    assertThat(first.get("ndcgAtK")).isEqualTo(first.get("recallAtK"));
    assertThat(all.get("recallAtK").doubleValue())
        .as("20 of 189 characters are unknown, and never found")
        .isEqualTo(169.0 / 189);
    assertThat(all.get("mrrAtK").doubleValue())
        .isGreaterThan(first.get("mrrAtK").doubleValue())
        .isLessThan(1);
    assertThat(evaluated().has("recallAtK")).isFalse();
  }

  private static JsonNode evaluated(String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", store(), "--corpus", heldOut(), "--json"));
    arguments.addAll(List.of(options));
    EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.error()).isZero();
    return new ObjectMapper().readTree(ended.output());
  }

  @Test
  void aRequestedCacheIsKept() {
    Path cache = folder.resolve("cache");

    EndedCommand ended =
        EndedCommand.run("evaluate", store(), "--corpus", heldOut(), "--cache", cache.toString());

    assertThat(ended.exitCode()).as(ended.error()).isZero();
    assertThat(cache).isNotEmptyDirectory();
  }

  /** Configures a master that does not exist: a start of Spark would be the reported error. */
  @ParameterizedTest
  @CsvSource({
    "none, held-out, , cannot be used: it does not exist",
    "held-out, held-out, , 'held-out: expected the folder of a model, of a run or of a model store, found a file'",
    "models/hamlet, none, , cannot list",
    "models/hamlet, held-out, held-out/cache, --cache: cannot write",
  })
  void errorsAreReportedBeforeSparkStarts(
      String model, String corpus, String cache, String message) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                folder.resolve(model).toString(),
                "--corpus",
                folder.resolve(corpus).toString()));
    if (cache != null) {
      arguments.addAll(List.of("--cache", folder.resolve(cache).toString()));
    }
    String master = System.getProperty("spark.master");
    System.setProperty("spark.master", "spark://127.0.0.1:1");
    try {
      EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));

      assertThat(ended.error().lines()).singleElement().asString().contains(message);
      assertThat(ended.exitCode()).isEqualTo(2);
    } finally {
      System.setProperty("spark.master", master);
    }
  }

  private static String store() {
    return folder.resolve("models/hamlet").toString();
  }

  private static String heldOut() {
    return folder.resolve("held-out").toString();
  }

  private static List<Path> everything() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String name : List.of("models", "runs")) {
      try (Stream<Path> all = Files.walk(folder.resolve(name))) {
        all.sorted().forEach(paths::add);
      }
    }
    return paths;
  }
}
