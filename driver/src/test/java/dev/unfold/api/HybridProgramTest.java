package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Trains a hybrid, which consists of several runs, through the public interface. */
class HybridProgramTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  private Settings settings() throws IOException {
    Path rows = folder.resolve("rows.tsv");
    Files.writeString(rows, "a b\tA\nc d a b\tB A\na a b b c d\tA B\nc c d\tB\n".repeat(8));
    return Settings.defaults()
        .withTraining(rows.toString())
        .withRun(folder.resolve("run").toString())
        .with("corpus.format", "tsv")
        .with("corpus.header", false)
        .with("corpus.input", Map.of("column", "1", "kind", "words"))
        .with("corpus.target", Map.of("column", "2", "kind", "words"))
        .with("network.kind", "hybrid")
        .with("network.embedding", 3)
        .with(
            "network.layers",
            List.of(Map.of("type", "time-delay", "hidden", 4, "offsets", List.of(0, 1))))
        .with("network.hmm.states", 1)
        .with("training.alignment.passes", 2)
        .with("training.alignment.stable", 0)
        .with("training.shards", 1)
        .with("training.batch", 8)
        .with("training.steps", 4)
        .with("training.epochs", 1);
  }

  private static RunListener stopAtOnce() {
    return new RunListener() {
      @Override
      public boolean stopRequested() {
        return true;
      }
    };
  }

  @Test
  void theResultCountsAllPassesAndRemainsWhenItIsResumed() throws IOException {
    Unfold unfold = Unfold.on(SPARK.context());
    TrainingResult stopped = unfold.train(settings(), stopAtOnce());
    assertThat(stopped.reason()).isEqualTo(TrainingResult.Reason.STOP_REQUESTED);
    assertThat(stopped.rounds()).isZero();

    TrainingResult whole = unfold.resume(settings(), new RunListener() {});
    assertThat(whole.reason()).isEqualTo(TrainingResult.Reason.ALL_PASSES);
    assertThat(whole.epochs()).as("one for each pass").isEqualTo(2);
    assertThat(whole.rounds()).isPositive().isEven();
    assertThat(whole.metrics()).containsEntry("pass", 2);
    assertThat(unfold.resume(settings(), new RunListener() {})).isEqualTo(whole);

    TrainingResult stable =
        unfold.train(
            settings().with("training.alignment.passes", 3).with("training.alignment.stable", 1));
    assertThat(stable.reason()).isEqualTo(TrainingResult.Reason.STABLE_ALIGNMENT);
    assertThat(stable.epochs()).isEqualTo(1);
  }
}
