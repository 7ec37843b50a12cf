package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.AlignmentSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose loss weighs the labels. */
class ClassWeightRunTest {
  private static final int MORE_VOWELS = 36;
  private static final int ROWS = 64 + MORE_VOWELS;

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeEach
  void writeTables() throws IOException {
    fixture = new RunFixture(folder).withBatch(8).withEpochs(1).withLearningRate(0.02);
    WordTable.write(folder);
    for (int i = 0; i < MORE_VOWELS; i++) {
      Files.writeString(
          folder.resolve("train.json"),
          "{\"words\": \"b2 a%d\", \"tags\": \"C V\", \"label\": \"vowel\"}%n".formatted(i % 3),
          StandardOpenOption.APPEND);
    }
  }

  @Test
  void weightsChangeTheModelButNotWithTheCluster() throws IOException {
    train("local[2]", ClassWeightSettings.none(), "none");
    train("local[1]", ClassWeightSettings.balanced(), "one");
    train("local[4]", ClassWeightSettings.balanced(), "four");
    assertThat(sha256("four")).isEqualTo(sha256("one")).isNotEqualTo(sha256("none"));

    long vowels =
        Files.readAllLines(folder.resolve("train.json")).stream()
            .filter(row -> row.contains("vowel"))
            .count();
    Map<?, ?> corpora = (Map<?, ?>) provenance("one").get("corpora");
    assertThat(((Map<?, ?>) corpora.get("train")).get("classWeights"))
        .isEqualTo(
            Map.of("consonant", ROWS / (2.0 * (ROWS - vowels)), "vowel", ROWS / (2.0 * vowels)));
    assertThat(((Map<?, ?>) provenance("one").get("settings")).get("training.class-weights"))
        .isEqualTo("balanced");
    corpora = (Map<?, ?>) provenance("none").get("corpora");
    assertThat(((Map<?, ?>) corpora.get("train")).containsKey("classWeights")).isFalse();
  }

  /** A label that outweighs the other by far is always predicted. */
  @Test
  void theModelPrefersAHeavyLabel() throws IOException {
    List<EpochSummary> epochs =
        train("local[2]", ClassWeightSettings.given(Map.of("vowel", 1000.0)), "heavy");
    long vowels =
        Files.readAllLines(folder.resolve("validation.json")).stream()
            .filter(row -> row.contains("vowel"))
            .count();
    assertThat(epochs.get(0).validation().get("accuracy")).isEqualTo(vowels / 64.0);
    assertThat(epochs.get(0).validation().get("loss")).isGreaterThan(epochs.get(0).trainLoss());
  }

  @Test
  void aRunKeepsItsWeights() throws IOException {
    train("local[2]", ClassWeightSettings.balanced(), "run");
    assertThatThrownBy(
            () -> train("local[2]", ClassWeightSettings.given(Map.of("vowel", 2.0)), "run"))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining("training.class-weights: the run has balanced, found {vowel=2.0}");
    assertThatThrownBy(
            () -> train("local[2]", ClassWeightSettings.given(Map.of("Vowel", 2.0)), "other"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "training.class-weights: expected labels or tags of the training rows, found"
                + " \"Vowel\"");
  }

  private List<EpochSummary> train(String master, ClassWeightSettings weights, String run)
      throws IOException {
    LayeredNetworkSettings network =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            RecurrentSettings.stack(CellKind.GRU, 1, 6, false),
            6,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            OutputSettings.softmax());
    UnfoldSettings settings =
        WordTable.settings(
            fixture.settings("run"),
            network,
            folder,
            new TargetSettings("label", TargetSettings.Kind.LABEL, 0),
            false);
    settings =
        settings.with(settings.corpus(), weighted(settings.training(), weights), settings.run());
    return new FixtureRuns(SPARK.withMaster(master).context(), folder)
        .train(settings, run, () -> false)
        .epochs();
  }

  static TrainingSettings weighted(TrainingSettings training, ClassWeightSettings weights) {
    return new TrainingSettings(
        training.shards(),
        training.batch(),
        training.steps(),
        training.epochs(),
        training.maxRounds(),
        training.seed(),
        training.precision(),
        training.patience(),
        training.parent(),
        training.pretrained(),
        training.optimizer(),
        training.schedule(),
        training.clip(),
        training.randomSteps(),
        training.teacherForcing(),
        weights,
        new AlignmentSettings(1, 0));
  }

  private String sha256(String run) throws IOException {
    return model(run).read().sha256();
  }

  private Map<String, Object> provenance(String run) throws IOException {
    return model(run).provenance();
  }

  private ModelFolder model(String run) throws IOException {
    return ModelFolder.open(folder.resolve(run) + "/model", new Configuration());
  }
}
