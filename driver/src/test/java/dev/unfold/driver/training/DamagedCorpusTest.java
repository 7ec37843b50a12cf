package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoded text that is lost or damaged while a run trains on it, and what a run counts. */
class DamagedCorpusTest {
  private static JavaSparkContext spark;

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2,2]")
                .setAppName("DamagedCorpusTest")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void texts() throws IOException {
    fixture = new RunFixture(folder);
  }

  private interface Mishap {
    void to(Path part) throws IOException;
  }

  @Test
  void aPartThatVanishesEndsTheRunUntilItIsEncodedAgain() throws IOException {
    assertMishapIsMended(Files::delete, "part-00000.ids is missing");
  }

  @Test
  void aPartThatIsDamagedEndsTheRunUntilItIsEncodedAgain() throws IOException {
    assertMishapIsMended(
        part -> {
          byte[] bytes = Files.readAllBytes(part);
          bytes[bytes.length / 2] ^= 1;
          Files.write(part, bytes);
        },
        "part-00000.ids is damaged or not a file of Unfold: the checksum of the block at byte 0 differs");
  }

  private void assertMishapIsMended(Mishap mishap, String message) throws IOException {
    train("whole", () -> false);
    assertThatThrownBy(() -> train("run", new InTheThirdRound(mishap)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("round 3 failed: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith(
            "; delete file:"
                + corpus()
                + " and start again: the corpus is then encoded again, and a run resumes");

    deleteRecursively(corpus());
    train("run", () -> false);

    assertThat(modelSha256("run")).isEqualTo(modelSha256("whole"));
    assertEveryTargetIsCounted("run", Files.size(fixture.train()));
  }

  @Test
  void aRunCountsWhatItsTextLacks() throws IOException {
    Files.delete(fixture.train());
    Path texts = Files.createDirectory(fixture.train());
    Files.writeString(texts.resolve("a.txt"), "\uFEFF" + RunFixture.text(3) + "\r\n \n\n");
    Files.createFile(texts.resolve("b.txt"));
    Files.writeString(texts.resolve("c.txt"), RunFixture.text(4));

    train("run", () -> false);

    String line =
        new RunInspection(folder.resolve("run").toString(), new Configuration())
            .metrics().stream()
                .filter(each -> each.contains("\"kind\":\"corpus\""))
                .findFirst()
                .orElseThrow();
    long tokens = RunFixture.text(3).length() + "\r\n \n\n".length() + RunFixture.text(4).length();
    assertThat(line)
        .contains("\"train\":{\"tokens\":" + tokens + ",\"documents\":0,")
        .contains("\"emptyFiles\":1,\"unknownTokens\":0}");
    assertEveryTargetIsCounted("run", tokens);
  }

  private void assertEveryTargetIsCounted(String run, long tokens) throws IOException {
    Map<String, Object> standing =
        new RunInspection(folder.resolve(run).toString(), new Configuration())
            .describe()
            .orElseThrow();
    assertThat((long) standing.get("trainedTargets") + (long) standing.get("excludedTargets"))
        .isEqualTo(fixture.epochs * (tokens - 1));
  }

  private void train(String run, BooleanSupplier stop) throws IOException {
    TrainingListener nobody =
        new TrainingListener() {
          @Override
          public void roundFinished(RoundReport report) {}

          @Override
          public void epochFinished(EpochReport report) {}
        };
    new TrainingRun(spark, fixture.settings(run), nobody).run(stop);
  }

  /** The encoded training text, which is the larger one. */
  private Path corpus() throws IOException {
    try (Stream<Path> corpora = Files.list(folder.resolve("cache"))) {
      for (Path corpus : corpora.toList()) {
        if (Files.readString(corpus.resolve("manifest.json")).contains("train.txt")) {
          return corpus;
        }
      }
    }
    throw new AssertionError("no training text in the cache");
  }

  private String modelSha256(String run) throws IOException {
    return ModelFolder.open(folder.resolve(run) + "/model", new Configuration()).read().sha256();
  }

  private static void deleteRecursively(Path path) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(path)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(path);
  }

  /** Is asked before every round, and never stops. */
  private final class InTheThirdRound implements BooleanSupplier {
    private final Mishap mishap;
    private int asked;

    InTheThirdRound(Mishap mishap) {
      this.mishap = mishap;
    }

    @Override
    public boolean getAsBoolean() {
      asked++;
      if (asked == 3) {
        try {
          mishap.to(corpus().resolve("part-00000.ids"));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      return false;
    }
  }
}
