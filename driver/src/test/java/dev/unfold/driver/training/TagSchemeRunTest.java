package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of taggers whose tags the scheme of their output does not have. */
class TagSchemeRunTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = OutputSettings.Kind.class,
      names = {"CRF_BIO", "CRF_BIOES"})
  void areRefusedBeforeTheFirstRound(OutputSettings.Kind kind) throws IOException {
    assertThatThrownBy(() -> train(kind))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("network.output.kind: expected crf for tags other than O and B")
        .hasMessageContaining("such as C");
    try (Stream<Path> files = Files.walk(folder.resolve("run"))) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("checkpoint"));
    }
  }

  @Test
  void areTrainedWithoutAScheme() throws IOException {
    assertThat(train(OutputSettings.Kind.CRF).epochs()).hasSize(1);
  }

  private RecordingListener train(OutputSettings.Kind kind) throws IOException {
    WordTable.write(folder);
    RunFixture fixture = new RunFixture(folder).withBatch(8).withEpochs(1);
    LayeredNetworkSettings network =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.TAGGER,
            RecurrentSettings.stack(CellKind.GRU, 1, 6, false),
            6,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            new OutputSettings(kind, List.of(), 1, false, false));
    UnfoldSettings settings =
        WordTable.settings(
            fixture.settings("run"),
            network,
            folder,
            new TargetSettings("tags", TargetSettings.Kind.TAGS, 0),
            false);
    return new FixtureRuns(SPARK.context(), folder).train(settings, "run", () -> false);
  }
}
