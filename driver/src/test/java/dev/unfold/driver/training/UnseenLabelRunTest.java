package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.evaluation.EvaluationCorpus;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs whose validation tables have labels and tags that training never had. */
class UnseenLabelRunTest {
  private static final int NEW_ROWS = 16;

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeEach
  void writeTables() throws IOException {
    fixture = new RunFixture(folder).withBatch(8).withEpochs(2).withLearningRate(0.02);
    WordTable.write(folder);
  }

  @Test
  void aLabelIsAnErrorOfAClassWithoutPredictions() throws IOException {
    UnfoldSettings settings =
        settings(LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR, TargetSettings.Kind.LABEL);
    Map<String, Double> known = train(settings, "known");
    addNewRows();
    Map<String, Double> all = train(settings, "all");

    assertThat(all.get("loss")).isCloseTo(known.get("loss"), within(1e-5));
    assertThat(all.get("accuracy")).isEqualTo(known.get("accuracy") * 64 / (64 + NEW_ROWS));
    assertThat(all.get("macroF1")).isLessThan(known.get("macroF1"));

    Map<String, Object> again = evaluate(settings, "all");
    assertThat(again.get("loss")).isEqualTo(all.get("loss"));
    assertThat(again)
        .containsEntry("accuracy", all.get("accuracy"))
        .containsEntry("macroF1", all.get("macroF1"))
        .containsEntry("targets", 64L)
        .containsEntry("examples", 64L + NEW_ROWS);
    assertThat(((Map<?, ?>) again.get("classes")).get("new"))
        .isEqualTo(Map.of("precision", 0.0, "recall", 0.0, "f1", 0.0, "support", (long) NEW_ROWS));
    assertThat((Map<?, ?>) again.get("confusion")).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputSettings.Kind.class,
      names = {"SOFTMAX", "CRF"})
  void tagsAreErrorsInTheMiddleOfSequences(OutputSettings.Kind kind) throws IOException {
    OutputSettings output = new OutputSettings(kind, List.of(), 1, false, false);
    UnfoldSettings settings =
        settings(LayeredNetworkSettings.Kind.TAGGER, TargetSettings.Kind.TAGS, output);
    Map<String, Double> known = train(settings, "known");
    Path validation = folder.resolve("validation.json");
    List<String> rows = new ArrayList<>(Files.readAllLines(validation));
    rows.replaceAll(row -> row.replaceFirst("\"tags\": \"[VC] [VC] ", "\"tags\": \"V N "));
    Files.write(validation, rows);
    long changed = rows.stream().filter(row -> row.contains("V N ")).count();
    Map<String, Double> all = train(settings, "all");

    assertThat(changed).isGreaterThan(10);
    assertThat(all.get("accuracy")).isLessThan(known.get("accuracy"));
    Map<String, Object> again = evaluate(settings, "all");
    assertThat((long) again.get("examples") - (long) again.get("targets")).isEqualTo(changed);
  }

  private void addNewRows() throws IOException {
    for (int i = 0; i < NEW_ROWS; i++) {
      Files.writeString(
          folder.resolve("validation.json"),
          "{\"words\": \"a1 b%d\", \"tags\": \"V C\", \"label\": \"new\"}%n".formatted(i % 3),
          StandardOpenOption.APPEND);
    }
  }

  private UnfoldSettings settings(LayeredNetworkSettings.Kind kind, TargetSettings.Kind target) {
    return settings(kind, target, OutputSettings.softmax());
  }

  private UnfoldSettings settings(
      LayeredNetworkSettings.Kind kind, TargetSettings.Kind target, OutputSettings output) {
    LayeredNetworkSettings network =
        new LayeredNetworkSettings(
            kind,
            RecurrentSettings.stack(CellKind.GRU, 1, 6, false),
            6,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            output);
    TargetSettings column =
        new TargetSettings(target == TargetSettings.Kind.TAGS ? "tags" : "label", target, 0);
    return WordTable.settings(fixture.settings("run"), network, folder, column, false);
  }

  private Map<String, Double> train(UnfoldSettings settings, String run) throws IOException {
    RecordingListener recorder =
        new FixtureRuns(SPARK.context(), folder).train(settings, run, () -> false);
    List<EpochSummary> epochs = recorder.epochs();
    return epochs.get(epochs.size() - 1).validation();
  }

  private Map<String, Object> evaluate(UnfoldSettings settings, String run) throws IOException {
    String where = folder.resolve(run) + "/model";
    Model model = ModelFolder.open(where, new Configuration()).read();
    EvaluationCorpus corpus =
        new EvaluationCorpus.Encoder(
                SPARK.context(), folder.resolve("other").toString(), settings.evaluation())
            .encode(where, model, settings.corpus().validation());
    assertThat(corpus.counts()).containsKeys("examples", "unseenLabels");
    TaskConfiguration taskConfiguration =
        new TaskConfiguration(
            settings.network(),
            model.config().shape(),
            Kernels.choose(settings.engine(), settings.training().precision()),
            SerializedHadoopConfiguration.of(SPARK.context().hadoopConfiguration()));
    return new CorpusEvaluator(SPARK.context(), taskConfiguration, corpus.scoring())
        .evaluate(corpus.corpus(), model.parameters(), "again")
        .describe();
  }
}
