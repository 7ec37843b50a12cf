package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.WeightSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose loss weighs the rows. */
class RowWeightRunTest {
  private static final ClassWeightSettings VOWELS = ClassWeightSettings.given(Map.of("vowel", 2.5));

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  /** Writes tables whose training rows have the weights 1, of their label, and of their number. */
  @BeforeEach
  void writeTables() throws IOException {
    WordTable.write(folder);
    List<String> rows = new ArrayList<>();
    for (String row : Files.readAllLines(folder.resolve("train.json"))) {
      rows.add(
          row.replace(
              "}",
              ", \"one\": 1, \"ofLabel\": %s, \"ofRow\": %d}"
                  .formatted(row.contains("vowel") ? "2.5" : "1", rows.size() % 4)));
    }
    Files.write(folder.resolve("train.json"), rows);
  }

  @Test
  void weightsOfOneChangeNoBit() throws IOException {
    assertThat(train("local[2]", "one", ClassWeightSettings.none(), "ones"))
        .isEqualTo(train("local[2]", "", ClassWeightSettings.none(), "none"));
  }

  @Test
  void theClusterAndTheOrderOfRowsHaveNoEffect() throws IOException {
    String one = train("local[1]", "ofRow", ClassWeightSettings.none(), "one");
    List<String> rows = new ArrayList<>(Files.readAllLines(folder.resolve("train.json")));
    Collections.shuffle(rows, new Random(3));
    Files.write(folder.resolve("train.json"), rows);
    assertThat(train("local[4]", "ofRow", ClassWeightSettings.none(), "four")).isEqualTo(one);
    assertThat(train("local[4]", "", ClassWeightSettings.none(), "none")).isNotEqualTo(one);
  }

  @Test
  void theWeightOfALabelIsThatOfItsRows() throws IOException {
    String ofRows = train("local[2]", "ofLabel", ClassWeightSettings.none(), "rows");
    assertThat(train("local[2]", "", VOWELS, "labels")).isEqualTo(ofRows);
    assertThat(train("local[2]", "ofLabel", VOWELS, "both")).isNotEqualTo(ofRows);
  }

  @Test
  void provenanceAndIdentityHaveTheColumn() throws IOException {
    train("local[2]", "ofRow", ClassWeightSettings.none(), "run");
    Map<String, Object> provenance = model("run").provenance();
    assertThat(((Map<?, ?>) provenance.get("settings")).get("corpus.weight.column"))
        .isEqualTo("ofRow");
    Map<?, ?> tables = (Map<?, ?>) provenance.get("corpora");
    Map<?, ?> counts = (Map<?, ?>) ((Map<?, ?>) tables.get("train")).get("counts");
    int rows = Files.readAllLines(folder.resolve("train.json")).size();
    assertThat(counts.get("weightlessTargets")).isEqualTo(rows / 4);
    assertThat(counts.get("targetSteps")).isEqualTo(rows - rows / 4);
    assertThatThrownBy(() -> train("local[2]", "ofLabel", ClassWeightSettings.none(), "run"))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining("corpus.weight.column: the run has ofRow, found ofLabel");
  }

  /** Returns the hash of the parameters of the trained model. */
  private String train(String master, String column, ClassWeightSettings classWeights, String run)
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
    RunFixture fixture = new RunFixture(folder).withBatch(8).withEpochs(1).withLearningRate(0.02);
    TargetSettings target = new TargetSettings("label", TargetSettings.Kind.LABEL, 0);
    UnfoldSettings settings =
        WordTable.settings(fixture.settings("run"), network, folder, target, false);
    TrainingSettings training = ClassWeightRunTest.weighted(settings.training(), classWeights);
    settings =
        settings.with(settings.corpus().with(new WeightSettings(column)), training, settings.run());
    new FixtureRuns(SPARK.withMaster(master).context(), folder).train(settings, run, () -> false);
    return model(run).read().sha256();
  }

  private ModelFolder model(String run) throws IOException {
    return ModelFolder.open(folder.resolve(run) + "/model", new Configuration());
  }
}
