package dev.unfold.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.unfold.dl4j.network.Dl4jNetwork;
import dev.unfold.worker.network.NetworkFixture;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.EncoderSettings;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.NetworkSettings.CellKind;
import dev.unfold.worker.settings.OutputSettings;
import dev.unfold.worker.settings.Precision;
import dev.unfold.worker.tensor.GemmProvider;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and gradients of Unfold's networks beside those of the same networks in DL4J. */
class Dl4jOracleTest {
  private static final int STEPS = 5;
  private static final int BATCH = 2;

  /** Of both cells; a tied table has one gradient here and two there. */
  static Stream<ExchangeCase> cases() {
    Stream<ExchangeCase> ofRnn =
        Stream.of(
            ExchangeCase.languageModel(CellKind.RNN, 2, OutputSettings.softmax()),
            ExchangeCase.vector(
                CellKind.RNN, 1, true, EncoderSettings.Pooling.LAST, InputSettings.Kind.WORDS));
    return Stream.concat(
        ofRnn,
        ExchangeCase.all()
            .filter(each -> each.network().cell() == CellKind.LSTM)
            .filter(each -> !each.network().output().tied()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesAndGradientsAreTheSame(ExchangeCase each) throws Exception {
    NetworkSettings own = withoutDropout(each.network());
    ConvertedNetwork exchanged = ConvertedNetwork.of(own, each.shape(), Map.of());
    Chunk chunk = chunk(each);
    try (NetworkFixture ours = fixture(own, each.shape(), chunk);
        NetworkFixture theirs = fixture(exchanged.settings(), each.shape(), chunk)) {
      Dl4jNetwork dl4j = (Dl4jNetwork) theirs.network;
      float[] parameters = each.model().parameters();
      ours.parameters.set(parameters);
      ours.forward.parametersChanged();
      theirs.parameters.set(dl4j.parametersOf(exchanged.order().toTheirs(parameters)));
      theirs.forward.parametersChanged();

      float[] zeros = ours.forward.carry().toArray();
      double expected = ours.train(chunk, zeros);
      assertThat(theirs.train(chunk, theirs.forward.carry().toArray()))
          .isCloseTo(expected, offset(1e-4));
      assertThat(theirs.meanLoss(chunk, new float[theirs.forward.carry().toArray().length]))
          .isCloseTo(expected, offset(1e-4));
      float[] gradient = ours.training.gradients().vector().toArray();
      assertThat(theirs.training.gradients().vector().toArray())
          .containsExactly(dl4j.parametersOf(exchanged.order().toTheirs(gradient)), offset(1e-5f));
    }
  }

  private static NetworkFixture fixture(NetworkSettings settings, DataShape shape, Chunk chunk) {
    return new NetworkFixture(GemmProvider.JAVA.open(Precision.F32), settings, shape, chunk);
  }

  private static NetworkSettings withoutDropout(NetworkSettings network) {
    return new NetworkSettings(
        network.kind(),
        network.cell(),
        network.layers(),
        network.hidden(),
        network.embedding(),
        0,
        network.encoder(),
        network.decoder(),
        network.output());
  }

  private static Chunk chunk(ExchangeCase each) {
    DataShape shape = each.shape();
    Chunk chunk = new Chunk(STEPS, BATCH, shape, 0);
    CounterRandom random = new CounterRandom(3);
    for (int i = 0; i < chunk.frames().length; i++) {
      chunk.frames()[i] = (float) random.derive(1).uniform(i);
    }
    for (int i = 0; i < chunk.targetFrames().length; i++) {
      chunk.targetFrames()[i] = Math.round(random.derive(2).uniform(i));
    }
    for (int position = 0; position < STEPS * BATCH; position++) {
      int step = position / BATCH;
      boolean target = !each.pools() || step == STEPS - 1;
      chunk.inputs()[position] = (int) (random.derive(3).uniform(position) * shape.inputs());
      chunk.targets()[position] =
          target ? (int) (random.derive(4).uniform(position) * shape.targets()) : Chunk.NO_TARGET;
      chunk.resets()[position] = step == 0;
    }
    chunk.filled(STEPS);
    return chunk;
  }
}
