package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityCheckTest {
  private static final long GIB = 1L << 30;

  @TempDir private Path folder;

  @Test
  void tasksThatNeedMoreThanTheOverheadAreRefusedBeforeTheyRun() {
    SparkConf conf = new SparkConf(false).setMaster("yarn");
    assertThatThrownBy(() -> CapacityCheck.requireOffHeap(conf, GIB, 4))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("needs 1,024 MiB")
        .hasMessageContaining("is 384 MiB")
        .hasMessageContaining("set spark.executor.memoryOverhead to at least 1408m")
        .hasMessageContaining("training.batch");
    conf.set("spark.executor.memoryOverhead", "2g");
    assertThatCode(() -> CapacityCheck.requireOffHeap(conf, GIB, 4)).doesNotThrowAnyException();
  }

  @Test
  void resultsAboveTheLimitOfSparkAreRefusedBeforeTheRound() {
    SparkConf conf = new SparkConf(false);
    assertThatCode(() -> CapacityCheck.requireResults(conf, 900 << 20)).doesNotThrowAnyException();
    assertThatThrownBy(() -> CapacityCheck.requireResults(conf, GIB))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("spark.driver.maxResultSize is 1,024 MiB")
        .hasMessageContaining("set it to 1088m");
    conf.set("spark.driver.maxResultSize", "2g");
    assertThatCode(() -> CapacityCheck.requireResults(conf, GIB)).doesNotThrowAnyException();
    conf.set("spark.driver.maxResultSize", "0");
    assertThatCode(() -> CapacityCheck.requireResults(conf, 99 * GIB)).doesNotThrowAnyException();
  }

  @Test
  void aNetworkThatIsTooLargeForAnyCorpusIsRefusedBeforeOneIsRead() throws IOException {
    RunFixture fixture = new RunFixture(folder);
    UnfoldSettings fits = fixture.settings("run");
    assertThatCode(() -> CapacityCheck.requireParameters(fits)).doesNotThrowAnyException();
    NetworkSettings huge =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(CellKind.LSTM, 2, 16_384, false),
            16_384,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            OutputSettings.softmax());
    assertThatThrownBy(() -> CapacityCheck.requireParameters(fits.with(huge)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network: expected at most 2 GB of parameters, found more");
  }
}
