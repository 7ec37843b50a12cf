package dev.unfold.worker.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.generation.fusion.LanguageModel;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests that nothing stays open if a part cannot be opened, such as one without enough memory. */
class FailedOpeningTest {
  private static final float[] VALUES = new float[16];
  private static final DecoderTokens TOKENS =
      new DecoderTokens(3, 2, 2, new TokenRules(Set.of(2), Set.of(), 0, 1));

  private final List<Workspace> workspaces = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final Network network = new Unopenable();
  private final BeamSettings beam =
      new BeamSettings(2, 0, new LanguageFusion(new Closing(closed), 1, 0));

  @Test
  void memoryOfAPassIsFreed() {
    assertFails(() -> OpenPass.of(network, null, VALUES, new Chunk(1, 2)));
    assertThat(workspaces).hasSize(1).allMatch(workspace -> workspace.bytes() == 0);
  }

  @Test
  void languageModelOfASearchIsClosed() {
    assertFails(() -> new BeamSearch(network, null, VALUES, TOKENS, new Chunk(1, 2), beam));
    assertThat(closed).hasSize(1);
  }

  @Test
  void languageModelOfASearchOfPrefixesIsClosed() {
    Optional<BeamSettings> search = Optional.of(beam);
    assertFails(() -> new AlignedDecoder(network, null, VALUES, TOKENS, new Chunk(1, 2), search));
    assertThat(closed).hasSize(1);
  }

  private static void assertFails(ThrowingCallable opening) {
    assertThatThrownBy(opening).isInstanceOf(IllegalStateException.class).hasMessage("no memory");
  }

  /** A network whose passes fail after they have allocated memory. */
  private final class Unopenable implements Network {
    private final ParameterLayout parameters;

    Unopenable() {
      ParameterLayout.Builder layout = new ParameterLayout.Builder();
      layout.add("weight", 4, 4, Initializer.Uniform.ofWidth(4));
      parameters = layout.build();
    }

    @Override
    public ParameterLayout parameters() {
      return parameters;
    }

    @Override
    public CarryLayout carry() {
      throw new AssertionError("there is no pass");
    }

    @Override
    public OutputDistribution distribution() {
      return OutputDistribution.CATEGORICAL;
    }

    @Override
    public LossUnit lossUnit() {
      return LossUnit.NATS;
    }

    @Override
    public ForwardPass open(PassMemory memory) {
      workspaces.add(memory.workspace());
      memory.workspace().matrix(10, 10);
      throw new IllegalStateException("no memory");
    }
  }

  /** A language model that notes that it was closed. */
  private record Closing(List<String> closed) implements LanguageModel {
    @Override
    public Session open(Gemm gemm) {
      return new Session() {
        @Override
        public State start() {
          throw new AssertionError("there is no search");
        }

        @Override
        public List<State> after(List<Extension> extensions) {
          throw new AssertionError("there is no search");
        }

        @Override
        public void close() {
          closed.add("session");
        }
      };
    }
  }
}
