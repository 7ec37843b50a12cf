package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.pretrained.StartVectors;
import dev.unfold.driver.training.state.CheckpointStore;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.StateLengths;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardTrainer;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OuterSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStartTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final String DRAWN = "a parameter was drawn";
  private static final InitialParameters RANDOM =
      new InitialParameters(Optional.empty(), Optional.empty(), StartVectors.none());

  @TempDir private Path folder;

  /** A network for which no initial parameters can be created. */
  private static final class Undrawable implements Network {
    private final ParameterLayout layout;

    Undrawable() {
      ParameterLayout.Builder parameters = new ParameterLayout.Builder();
      parameters.add(
          "weight",
          4,
          8,
          (tensor, random) -> {
            throw new IllegalStateException(DRAWN);
          });
      layout = parameters.build();
    }

    @Override
    public ParameterLayout parameters() {
      return layout;
    }

    @Override
    public CarryLayout carry() {
      return new CarryLayout(List.of(8));
    }

    @Override
    public OutputDistribution distribution() {
      return OutputDistribution.CATEGORICAL;
    }

    @Override
    public LossUnit lossUnit() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ForwardPass open(PassMemory memory) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aResumedRunDrawsNoParameters() throws IOException {
    TrainingState saved = state(32, 64, 0, 24, 2);
    assertThat(start(Optional.of(saved)).model()).isSameAs(saved.model());
    assertThatThrownBy(() -> start(Optional.empty())).hasMessage(DRAWN);
  }

  @Test
  void aCheckpointOfOtherLengthsIsRefused() {
    for (TrainingState other :
        List.of(
            state(48, 64, 0, 24, 2),
            state(32, 32, 0, 24, 2),
            state(32, 64, 32, 24, 2),
            state(32, 64, 0, 16, 2),
            state(32, 64, 0, 24, 3))) {
      assertThatThrownBy(() -> start(Optional.of(other)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(
              "expected parameters, optimizer, momentum, average and recurrent states of")
          .hasMessageContaining("[32, 64, 0, 0, 24, 24] floats, found [");
    }
  }

  @Test
  void theLengthsAreThoseOfTheFirstState() throws IOException {
    RunFixture fixture = new RunFixture(folder);
    for (CellKind cell : CellKind.values()) {
      for (OptimizerSettings.Kind optimizer : OptimizerSettings.Kind.values()) {
        UnfoldSettings settings =
            fixture
                .withCell(cell)
                .withOptimizer(optimizer)
                .withOuter(OuterSettings.Kind.NESTEROV)
                .settings("run");
        Network network = Networks.of(settings.network(), DataShape.forText(11));
        StateLengths lengths = StateLengths.of(settings, network, 3, 2);
        ModelState drawn = new ShardTrainer(network, settings.training()).initialState();
        assertThat(lengths.parameters()).isEqualTo(drawn.parameters().length);
        assertThat(lengths.optimizer()).isEqualTo(drawn.optimizer().length);
        lengths.requireOf("run", lengths.initialState(drawn));
      }
    }
  }

  /** The state lengths of a network of 32 parameters with Adam, 3 lanes and 2 shards. */
  private TrainingState start(Optional<TrainingState> saved) throws IOException {
    UnfoldSettings settings = new RunFixture(folder).settings("run");
    Network network = new Undrawable();
    CommitFolder run = CommitFolder.open(folder.resolve("run").toString(), CONFIGURATION);
    try (Attempt attempt = new RunAttempts(run).claim()) {
      RunFiles files =
          new RunFiles(run, attempt, new TreeMap<>(), network.parameters(), settings.checkpoint());
      return new RunStart(
              saved.map(state -> new CheckpointStore.Saved(1, new TreeMap<>(), state, "", "")),
              settings,
              network,
              StateLengths.of(settings, network, 3, 2),
              RANDOM,
              files)
          .state(Map.of());
    }
  }

  private static TrainingState state(
      int parameters, int optimizer, int momentum, int carry, int shards) {
    float[][] carries = new float[shards][carry];
    return new TrainingState(
        RunCounters.ZERO,
        new ModelState(new float[parameters], new float[optimizer]),
        new float[momentum],
        new float[0],
        Arrays.asList(carries));
  }
}
