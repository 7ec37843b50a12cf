package dev.unfold.dl4j.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.unfold.dl4j.network.Dl4jNetwork;
import dev.unfold.worker.network.NetworkFixture;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares losses and gradients of Unfold's networks with those of the same networks in DL4J. */
class Dl4jOracleTest {
  private static final int STEPS = 5;
  private static final int BATCH = 2;

  /** Returns cases of both cells; a tied embedding has one gradient here and two in DL4J. */
  static Stream<ExchangeCase> cases() {
    Stream<ExchangeCase> ofRnn =
        Stream.of(
            ExchangeCase.languageModel(CellKind.RNN, 2, OutputSettings.softmax()),
            ExchangeCase.vector(
                CellKind.RNN, 1, true, EncoderSettings.Pooling.LAST, InputSettings.Kind.WORDS));
    return Stream.concat(
        ofRnn,
        ExchangeCase.all()
            .filter(exchangeCase -> !exchangeCase.has(CellKind.RNN))
            .filter(exchangeCase -> !exchangeCase.network().output().tied()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesAndGradientsAreTheSame(ExchangeCase exchangeCase) throws Exception {
    NetworkSettings settings = exchangeCase.network().withDropout(0);
    ConvertedNetwork converted = ConvertedNetwork.of(settings, exchangeCase.shape(), Map.of());
    Chunk chunk = chunk(exchangeCase);
    try (NetworkFixture unfoldFixture = fixture(settings, exchangeCase.shape(), chunk);
        NetworkFixture dl4jFixture = fixture(converted.settings(), exchangeCase.shape(), chunk)) {
      Dl4jNetwork dl4j = (Dl4jNetwork) dl4jFixture.network;
      float[] parameters = exchangeCase.model().parameters();
      unfoldFixture.parameters.set(parameters);
      unfoldFixture.forward.parametersChanged();
      dl4jFixture.parameters.set(dl4j.parametersOf(converted.mapping().toDl4j(parameters)));
      dl4jFixture.forward.parametersChanged();

      float[] zeros = unfoldFixture.forward.carry().toArray();
      double expected = unfoldFixture.train(chunk, zeros);
      assertThat(dl4jFixture.train(chunk, dl4jFixture.forward.carry().toArray()))
          .isCloseTo(expected, offset(1e-4));
      assertThat(
              dl4jFixture.meanLoss(chunk, new float[dl4jFixture.forward.carry().toArray().length]))
          .isCloseTo(expected, offset(1e-4));
      float[] gradient = unfoldFixture.training.gradients().vector().toArray();
      assertThat(dl4jFixture.training.gradients().vector().toArray())
          .containsExactly(dl4j.parametersOf(converted.mapping().toDl4j(gradient)), offset(1e-5f));
    }
  }

  private static NetworkFixture fixture(NetworkSettings settings, DataShape shape, Chunk chunk) {
    return new NetworkFixture(GemmProvider.JAVA.open(Precision.F32), settings, shape, chunk);
  }

  private static Chunk chunk(ExchangeCase exchangeCase) {
    DataShape shape = exchangeCase.shape();
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
      boolean target = !exchangeCase.pools() || step == STEPS - 1;
      chunk.inputs()[position] = (int) (random.derive(3).uniform(position) * shape.input().size());
      chunk.targets()[position] =
          target ? (int) (random.derive(4).uniform(position) * shape.targets()) : Chunk.NO_TARGET;
      chunk.resets()[position] = step == 0;
    }
    chunk.filled(STEPS);
    return chunk;
  }
}
