package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.corpus.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class StableFilesTest {
  @Test
  void aWarningHasTheNumberAndTheNames() {
    SourceFile today = new SourceFile("file:/logs/today.log", 1, 1);
    SourceFile other = new SourceFile("file:/logs/b.log", 1, 1);
    assertThat(StableFiles.skipping(List.of(today)))
        .isEqualTo(
            "skipping 1 file of the corpus until the next retraining because it changed while it"
                + " was read: file:/logs/today.log");
    assertThat(StableFiles.skipping(List.of(today, other)))
        .isEqualTo(
            "skipping 2 files of the corpus until the next retraining because they changed while"
                + " they were read: file:/logs/b.log, file:/logs/today.log");
  }
}
