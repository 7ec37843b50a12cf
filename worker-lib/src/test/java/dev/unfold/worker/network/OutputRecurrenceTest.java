package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Tests what networks with recurrence through the output read, in training and running freely. */
class OutputRecurrenceTest {
  private static final int STEPS = 6;
  private static final int BATCH = 3;
  private static final int CLASSES = NetworkFixture.VOCABULARY;
  private static final LayerSettings DENSE = new DenseSettings(6, Activation.TANH, false);

  /** No gradient flows between the steps of a network whose only recurrence is through o. */
  @Test
  void teacherForcingOfAllStepsIsTeacherForcingStepByStep() {
    Chunk chunk = chunkWithResets();
    try (NetworkFixture fixture = fixture()) {
      float[] carry = fixture.randomCarry(2);
      double expectedLoss = fixture.train(chunk, carry);
      float[] expected = fixture.training.gradients().vector().toArray();
      float[] expectedCarry = fixture.forward.carry().toArray();

      fixture.forward.carry().set(carry);
      double loss = 0;
      float[] sum = new float[expected.length];
      for (int t = 0; t < STEPS; t++) {
        loss += fixture.training.lossAndGradients(step(chunk, t), ForwardMode.TEACHER_FORCED);
        float[] ofStep = fixture.training.gradients().vector().toArray();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += ofStep[i] / STEPS;
        }
      }
      assertThat(loss / chunk.targetCount()).isCloseTo(expectedLoss, within(1e-6));
      assertThat(sum).containsExactly(expected, Offset.offset(1e-6f));
      assertThat(fixture.forward.carry().toArray()).isEqualTo(expectedCarry);
    }
  }

  /** A network that might read its own outputs reads vectors, also if all of them are true. */
  @Test
  void trueClassesAreReadLikeTheirOneHotVectors() {
    Chunk chunk = chunkWithResets();
    chunk.targets()[4] = Chunk.NO_TARGET;
    chunk.present()[BATCH + 2] = false;
    chunk.filled(STEPS);
    CounterRandom random = new CounterRandom(8);
    for (double dropout : new double[] {0, 0.5}) {
      try (NetworkFixture fixture = fixture(dropout)) {
        float[] carry = concatenated(oneHot(1), new float[CLASSES], oneHot(0));
        fixture.forward.carry().set(carry);
        ForwardMode mixed = new ForwardMode(true, random, Math.nextDown(1.0));
        double expected = fixture.training.lossAndGradients(chunk, mixed);
        float[] expectedGradient = fixture.training.gradients().vector().toArray();
        float[] expectedCarry = fixture.forward.carry().toArray();

        fixture.forward.carry().set(carry);
        double loss = fixture.training.lossAndGradients(chunk, ForwardMode.training(random));
        assertThat(loss).isEqualTo(expected);
        assertThat(fixture.training.gradients().vector().toArray()).isEqualTo(expectedGradient);
        assertThat(fixture.forward.carry().toArray()).isEqualTo(expectedCarry);
      }
    }
  }

  @Test
  void theLastTrueTargetIsCarriedToTheNextChunk() {
    Chunk chunk = NetworkFixture.chunk(STEPS, BATCH, 3);
    chunk.targets()[(STEPS - 1) * BATCH] = Chunk.NO_TARGET;
    chunk.present()[(STEPS - 1) * BATCH + 1] = false;
    chunk.filled(STEPS);
    try (NetworkFixture fixture = fixture()) {
      fixture.train(chunk, fixture.randomCarry(4));
      float[] carried = fixture.forward.carry().toArray();

      assertThat(lane(carried, 0)).containsOnly(0);
      assertThat(lane(carried, 1)).isEqualTo(oneHot(chunk.targets()[(STEPS - 2) * BATCH + 1]));
      assertThat(lane(carried, 2)).isEqualTo(oneHot(chunk.targets()[(STEPS - 1) * BATCH + 2]));
    }
  }

  @Test
  void runningFreelyReadsTheProbabilitiesOfTheStepBefore() {
    Chunk chunk = chunkWithResets();
    try (NetworkFixture fixture = fixture()) {
      float[] carry = fixture.randomCarry(5);
      double expected = fixture.meanLoss(chunk, carry) * chunk.targetCount();
      float[] expectedCarry = fixture.forward.carry().toArray();

      float[][] read = new float[BATCH][];
      Arrays.setAll(read, lane -> lane(carry, lane));
      double loss = 0;
      for (int t = 0; t < STEPS; t++) {
        for (int lane = 0; lane < BATCH; lane++) {
          Chunk alone = step(chunk, t).ofLanes(lane, lane, lane);
          fixture.forward.carry().set(concatenated(read[lane], read[lane], read[lane]));
          float[] logits = LastOutputs.of(fixture.forward, alone, 0, CLASSES);
          loss += Categorical.logNormalizer(logits) - logits[alone.targets()[0]];
          read[lane] = Categorical.probabilities(logits);
        }
      }
      assertThat(loss).isCloseTo(expected, within(1e-5));
      assertThat(concatenated(read)).containsExactly(expectedCarry, Offset.offset(1e-5f));
    }
  }

  @Test
  void predictionsDoNotDependOnTheTargets() {
    Chunk chunk = chunkWithResets();
    try (NetworkFixture fixture = fixture()) {
      float[] carry = fixture.randomCarry(6);
      fixture.meanLoss(chunk, carry);
      float[] expected = fixture.forward.carry().toArray();
      Arrays.fill(chunk.targets(), 0);
      chunk.targets()[4] = Chunk.NO_TARGET;
      chunk.filled(STEPS);
      fixture.meanLoss(chunk, carry);

      assertThat(fixture.forward.carry().toArray()).isEqualTo(expected);
    }
  }

  @Test
  void scheduledSamplingGoesFromTeacherForcingToRunningFreely() {
    Chunk chunk = chunkWithResets();
    try (NetworkFixture fixture = fixture()) {
      float[] carry = fixture.randomCarry(7);
      double free = fixture.meanLoss(chunk, carry);
      float[] freeCarry = fixture.forward.carry().toArray();
      double taught = fixture.train(chunk, carry);

      assertThat(train(fixture, chunk, carry, 0)).isCloseTo(free, within(1e-6));
      assertThat(fixture.forward.carry().toArray())
          .containsExactly(freeCarry, Offset.offset(1e-6f));
      double mixed = train(fixture, chunk, carry, 0.5);
      assertThat(mixed).isNotCloseTo(free, within(1e-5)).isNotCloseTo(taught, within(1e-5));
      assertThat(train(fixture, chunk, carry, 0.5)).isEqualTo(mixed);
    }
  }

  /** Returns the mean loss of training with own outputs, always with the same coin flips. */
  private static double train(NetworkFixture fixture, Chunk chunk, float[] carry, double truth) {
    fixture.forward.carry().set(carry);
    ForwardMode mode = new ForwardMode(true, new CounterRandom(8), truth);
    return fixture.training.lossAndGradients(chunk, mode) / chunk.targetCount();
  }

  @Test
  void ownOutputsAreConstantsForTheGradient() {
    Chunk chunk = chunkWithResets();
    try (NetworkFixture fixture = fixture()) {
      float[] carry = fixture.randomCarry(9);
      train(fixture, chunk, carry, 0);
      float[] expected = fixture.training.gradients().vector().toArray();

      float[] sum = new float[expected.length];
      float[] read = carry;
      for (int t = 0; t < STEPS; t++) {
        Chunk step = step(chunk, t);
        fixture.train(step, read);
        float[] ofStep = fixture.training.gradients().vector().toArray();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += ofStep[i] / STEPS;
        }
        fixture.meanLoss(step, read);
        read = fixture.forward.carry().toArray();
      }
      assertThat(sum).containsExactly(expected, Offset.offset(1e-6f));
    }
  }

  @Test
  void networksThatCannotRunStepByStepAreRefused() {
    assertThatThrownBy(() -> settings(Kind.SEQUENCE_TO_VECTOR, DENSE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(
            "network.output.recurrent: expected false for a network that is not language-model,"
                + " tagger or next-frame, found true");
    assertThatThrownBy(() -> settings(Kind.TAGGER, new LstmSettings(4, true, 0)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(
            "network.output.recurrent: expected false for layers that read later steps");
  }

  private static LayeredNetworkSettings settings(Kind kind, LayerSettings layer) {
    return settings(kind, layer, 0);
  }

  private static LayeredNetworkSettings settings(Kind kind, LayerSettings layer, double dropout) {
    return new LayeredNetworkSettings(
        kind,
        List.of(layer),
        5,
        dropout,
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 1, false, true));
  }

  private static NetworkFixture fixture() {
    return fixture(0);
  }

  private static NetworkFixture fixture(double dropout) {
    LayeredNetworkSettings settings = settings(Kind.LANGUAGE_MODEL, DENSE, dropout);
    return new NetworkFixture(GemmProvider.JAVA, settings, STEPS, BATCH);
  }

  private static Chunk chunkWithResets() {
    Chunk chunk = NetworkFixture.chunk(STEPS, BATCH, 1);
    chunk.resets()[1] = true;
    chunk.resets()[2 * BATCH] = true;
    return chunk;
  }

  private static Chunk step(Chunk chunk, int t) {
    Chunk step = new Chunk(1, BATCH);
    System.arraycopy(chunk.inputs(), t * BATCH, step.inputs(), 0, BATCH);
    System.arraycopy(chunk.targets(), t * BATCH, step.targets(), 0, BATCH);
    System.arraycopy(chunk.resets(), t * BATCH, step.resets(), 0, BATCH);
    step.filled(1);
    return step;
  }

  /** Returns what a lane reads next, in a network whose layers have no state. */
  private static float[] lane(float[] carry, int lane) {
    return Arrays.copyOfRange(carry, lane * CLASSES, (lane + 1) * CLASSES);
  }

  private static float[] oneHot(int target) {
    float[] row = new float[CLASSES];
    row[target] = 1;
    return row;
  }

  private static float[] concatenated(float[]... rows) {
    float[] all = new float[rows.length * CLASSES];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * CLASSES, CLASSES);
    }
    return all;
  }
}
