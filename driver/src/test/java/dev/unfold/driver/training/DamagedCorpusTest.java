package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.training.outcome.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests runs whose encoded text is lost or damaged during training, and the counts of a run. */
class DamagedCorpusTest {
  @RegisterExtension
  private static final LocalSpark SPARK = new LocalSpark().withMaster("local[2,2]");

  @TempDir private Path folder;
  private RunFixture fixture;
  private FixtureRuns runs;

  @BeforeEach
  void texts() throws IOException {
    runs = new FixtureRuns(SPARK.context(), folder);
    fixture = new RunFixture(folder);
  }

  private interface Mishap {
    void to(Path part) throws IOException;
  }

  @Test
  void aMissingPartEndsTheRunUntilItIsEncodedAgain() throws IOException {
    assertFaultIsRepaired(Files::delete, "part-00000.ids is missing");
  }

  @Test
  void aDamagedPartEndsTheRunUntilItIsEncodedAgain() throws IOException {
    assertFaultIsRepaired(
        part -> {
          byte[] bytes = Files.readAllBytes(part);
          bytes[bytes.length / 2] ^= 1;
          Files.write(part, bytes);
        },
        "part-00000.ids is damaged or not a file of Unfold: the checksum of the block at byte 0"
            + " differs");
  }

  private void assertFaultIsRepaired(Mishap mishap, String message) throws IOException {
    runs.train(fixture, "whole");
    assertThatThrownBy(
            () -> runs.train(fixture, "run", new InTheThirdRound(mishap), RunOutcome.FINISHED))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("round 3 failed: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith(
            "; delete file:"
                + corpus()
                + " and start again: the corpus is then encoded again, and a run resumes");

    deleteRecursively(corpus());
    runs.train(fixture, "run");

    assertThat(runs.modelSha256("run")).isEqualTo(runs.modelSha256("whole"));
    assertEveryTargetIsCounted("run", Files.size(fixture.train()));
  }

  @Test
  void aRunCountsWhatItsTextLacks() throws IOException {
    Files.delete(fixture.train());
    Path texts = Files.createDirectory(fixture.train());
    Files.writeString(texts.resolve("a.txt"), "\uFEFF" + RunFixture.text(3) + "\r\n \n\n");
    Files.createFile(texts.resolve("b.txt"));
    Files.writeString(texts.resolve("c.txt"), RunFixture.text(4));

    runs.train(fixture, "run");

    String line = runs.metrics("run", "corpus").get(0);
    long tokens =
        (long) RunFixture.text(3).length() + "\r\n \n\n".length() + RunFixture.text(4).length();
    assertThat(line)
        .contains("\"train\":{\"tokens\":" + tokens + ",\"documents\":0,")
        .contains("\"emptyFiles\":1,\"unknownTokens\":0}");
    assertEveryTargetIsCounted("run", tokens);
  }

  private void assertEveryTargetIsCounted(String run, long tokens) throws IOException {
    Map<String, Object> state = runs.describe(run);
    assertThat((long) state.get("trainedTargets") + (long) state.get("excludedTargets"))
        .isEqualTo(fixture.settings(run).training().epochs() * (tokens - 1));
  }

  /** Returns the encoded training text, which is the larger one. */
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

  /** Checked before every round; never requests a stop. */
  private final class InTheThirdRound implements BooleanSupplier {
    private final Mishap mishap;
    private int checks;

    InTheThirdRound(Mishap mishap) {
      this.mishap = mishap;
    }

    @Override
    public boolean getAsBoolean() {
      checks++;
      if (checks == 3) {
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
