package dev.unfold.driver.training.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIdentityTest {
  @TempDir private Path folder;
  private SortedMap<String, String> begun;

  @BeforeEach
  void begin() throws IOException {
    begun = identity("oneDNN 3.13.0");
  }

  @Test
  void anotherVersionOfTheLibraryIsAnotherRun() {
    assertThatThrownBy(() -> RunIdentity.requireSame("RUN", begun, identity("oneDNN 3.14.0")))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining("kernels.library: the run has oneDNN 3.13.0, found oneDNN 3.14.0");
  }

  @Test
  void aRunThatDidNotRecordItsLibraryResumes() {
    SortedMap<String, String> old = new TreeMap<>(begun);
    old.remove("kernels.library");

    assertThatCode(() -> RunIdentity.requireSame("RUN", old, begun)).doesNotThrowAnyException();
  }

  @Test
  void theMetricIsRecordedButMayChange() throws IOException {
    SortedMap<String, String> other = identity("oneDNN 3.13.0");
    other.put(EvaluationSettings.METRIC, "recall-at-k");
    other.put(EvaluationSettings.TOP_K, "20");
    other.put(EvaluationSettings.THRESHOLD, "0.9");
    other.put(EvaluationSettings.POSITIVE, "yes");

    assertThat(begun)
        .containsEntry(EvaluationSettings.METRIC, "loss")
        .containsEntry(EvaluationSettings.TOP_K, "0")
        .containsEntry(EvaluationSettings.THRESHOLD, "0.5")
        .containsEntry(EvaluationSettings.POSITIVE, "");
    assertThatCode(() -> RunIdentity.requireSame("RUN", begun, other)).doesNotThrowAnyException();
  }

  private SortedMap<String, String> identity(String library) throws IOException {
    return RunIdentity.of(
        new RunFixture(folder).settings("run"),
        new Kernels(GemmProvider.ONEDNN, Precision.F32, "avx2", library));
  }
}
