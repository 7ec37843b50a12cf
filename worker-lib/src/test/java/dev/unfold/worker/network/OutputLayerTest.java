package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.OutputSettings.Proposal;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the contract of every output layer: the full softmax, the tied one, the adaptive one and
 * the sampled one, the last three also with recurrence through the output.
 */
class OutputLayerTest {
  private static final int VOCABULARY = 30;
  private static final int STEPS = 7;
  private static final int BATCH = 6;
  private static final OutputSettings ADAPTIVE =
      new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(6, 15), 2, false, false);
  private static final OutputSettings TIED =
      new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 1, true, false);

  private static final OutputSettings SAMPLED = sampled(9, Proposal.LOG_UNIFORM);

  static List<OutputSettings> outputs() {
    return List.of(
        OutputSettings.softmax(),
        TIED,
        ADAPTIVE,
        SAMPLED,
        sampled(12, Proposal.UNIFORM),
        ranked(),
        inBatch(7, OutputSettings.Loss.CROSS_ENTROPY),
        inBatch(0, OutputSettings.Loss.CROSS_ENTROPY),
        inBatch(0, OutputSettings.Loss.BPR_MAX),
        recurrent(TIED),
        recurrent(ADAPTIVE),
        recurrent(SAMPLED));
  }

  private static OutputSettings sampled(int count, Proposal proposal) {
    return sampled(new OutputSettings.Negatives(count, proposal));
  }

  private static OutputSettings ranked() {
    return sampled(
        new OutputSettings.Negatives(
            12, Proposal.LOG_UNIFORM, false, OutputSettings.Loss.BPR_MAX, 0.5));
  }

  private static OutputSettings inBatch(int count, OutputSettings.Loss loss) {
    return sampled(new OutputSettings.Negatives(count, Proposal.LOG_UNIFORM, true, loss, 0.5));
  }

  private static OutputSettings sampled(OutputSettings.Negatives negatives) {
    return new OutputSettings(OutputSettings.Kind.SAMPLED, List.of(), 1, false, false, negatives);
  }

  private static OutputSettings recurrent(OutputSettings output) {
    return new OutputSettings(
        output.kind(),
        output.cutoffs(),
        output.division(),
        output.tied(),
        true,
        output.negatives());
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void gradientsAgreeWithCentralDifferences(OutputSettings output) {
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, Precision.F32, output)) {
      CentralDifferences.assertGradients(fixture, masked(chunk(STEPS)), fixture.randomCarry(2));
    }
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void nothingRemainsOfALongerPreviousChunk(OutputSettings output) {
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, Precision.F32, output)) {
      float[] carry = fixture.randomCarry(3);
      fixture.train(chunk(STEPS), carry);

      CentralDifferences.assertGradients(fixture, chunk(5), carry);
    }
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void theLossIsThatOfTheLogits(OutputSettings output) {
    try (NetworkFixture fixture = fixture(GemmProvider.ONEDNN, Precision.F32, output)) {
      for (int target = 0; target < VOCABULARY; target++) {
        Chunk chunk = new Chunk(1, BATCH);
        Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
        chunk.targets()[4] = target;
        chunk.filled(1);
        fixture.forward.carry().set(fixture.randomCarry(4));
        float[] logits = LastOutputs.of(fixture.forward, chunk, 4, VOCABULARY);
        double sum = 0;
        for (float logit : logits) {
          sum += Math.exp(logit);
        }

        assertThat(fixture.meanLoss(chunk, fixture.randomCarry(4)))
            .isCloseTo(Math.log(sum) - logits[target], within(1e-5));
        if (output.kind() == OutputSettings.Kind.ADAPTIVE) {
          assertThat(sum).isCloseTo(1, within(1e-5));
        }
      }
    }
  }

  /** A class that training never had has an output, but otherwise is like a missing target. */
  @ParameterizedTest
  @MethodSource("outputs")
  void aTargetThatTrainingNeverHadHasNoLoss(OutputSettings output) {
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, Precision.F32, output)) {
      Chunk missing = chunk(STEPS);
      Chunk unseen = chunk(STEPS);
      int count = 0;
      for (int i = 3; i < STEPS * BATCH; i += 5) {
        missing.targets()[i] = Chunk.NO_TARGET;
        unseen.targets()[i] = Chunk.unseenTarget(i % 3);
        count++;
      }
      missing.filled(STEPS);
      unseen.filled(STEPS);
      float[] carry = fixture.randomCarry(8);
      assertThat(unseen.targetCount()).isEqualTo(missing.targetCount());
      assertThat(fixture.meanLoss(unseen, carry)).isEqualTo(fixture.meanLoss(missing, carry));
      assertThat(outputs(fixture, unseen, carry))
          .isEqualTo(outputs(fixture, missing, carry) + count);
      double loss = fixture.train(missing, carry);
      float[] gradients = fixture.training.gradients().vector().toArray();
      assertThat(fixture.train(unseen, carry)).isEqualTo(loss);
      assertThat(fixture.training.gradients().vector().toArray()).isEqualTo(gradients);
    }
  }

  private static int outputs(NetworkFixture fixture, Chunk chunk, float[] carry) {
    fixture.meanLoss(chunk, carry);
    int[] count = new int[1];
    fixture.forward.outputs(chunk, (position, output) -> count[0]++);
    return count[0];
  }

  static List<OutputSettings> fullSoftmax() {
    return List.of(OutputSettings.softmax(), TIED, recurrent(TIED));
  }

  @ParameterizedTest
  @MethodSource("fullSoftmax")
  void gradientsOfWeightedClassesAgreeWithCentralDifferences(OutputSettings output) {
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, Precision.F32, output)) {
      Chunk chunk = masked(chunk(STEPS));
      chunk.weights().setClasses(weights(0.125));
      CentralDifferences.assertGradients(fixture, chunk, fixture.randomCarry(2));
    }
  }

  /** Weights of targets are multiplied with those of classes, where these are possible. */
  @ParameterizedTest
  @MethodSource("outputs")
  void gradientsOfWeightedTargetsAgreeWithCentralDifferences(OutputSettings output) {
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, Precision.F32, output)) {
      Chunk chunk = masked(chunk(STEPS));
      for (int position = 0; position < STEPS * BATCH; position++) {
        chunk.weights().set(position, position % 4 / 2f);
      }
      chunk.filled(STEPS);
      CentralDifferences.assertGradients(fixture, chunk, fixture.randomCarry(2));
      if (output.kind() == OutputSettings.Kind.SOFTMAX) {
        double loss = fixture.train(chunk, fixture.randomCarry(2));
        chunk.weights().setClasses(weights(0.125));
        CentralDifferences.assertGradients(fixture, chunk, fixture.randomCarry(2));
        assertThat(fixture.train(chunk, fixture.randomCarry(2))).isNotEqualTo(loss);
      }
    }
  }

  /** Weights of a target and of its class act as one weight that is their product. */
  @Test
  void aWeightOfAClassIsThatOfItsTargets() {
    OutputSettings softmax = OutputSettings.softmax();
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, Precision.F32, softmax)) {
      float[] carry = fixture.randomCarry(2);
      Chunk chunk = masked(chunk(STEPS));
      chunk.weights().setClasses(weights(0.125));
      double loss = fixture.train(chunk, carry);
      float[] gradients = fixture.training.gradients().vector().toArray();
      Chunk rows = masked(chunk(STEPS));
      for (int position = 0; position < STEPS * BATCH; position++) {
        int target = Math.max(0, rows.targets()[position]);
        rows.weights().set(position, (float) weights(0.125)[target]);
      }
      assertThat(fixture.train(rows, carry)).isEqualTo(loss);
      assertThat(fixture.training.gradients().vector().toArray()).isEqualTo(gradients);
    }
  }

  /** Only the ratio of the weights matters, and evaluation has none. */
  @ParameterizedTest
  @MethodSource("fullSoftmax")
  void weightsAreRelativeAndOnlyOfTraining(OutputSettings output) {
    try (NetworkFixture fixture = fixture(GemmProvider.JAVA, Precision.F32, output)) {
      float[] carry = fixture.randomCarry(2);
      Chunk chunk = masked(chunk(STEPS));
      double evaluated = fixture.meanLoss(chunk, carry);
      double loss = fixture.train(chunk, carry);
      float[] gradients = fixture.training.gradients().vector().toArray();
      double[] equal = new double[VOCABULARY];
      Arrays.fill(equal, 4);
      chunk.weights().setClasses(equal);
      assertThat(fixture.train(chunk, carry)).isEqualTo(loss);
      assertThat(fixture.training.gradients().vector().toArray()).isEqualTo(gradients);

      chunk.weights().setClasses(weights(0.125));
      double weighted = fixture.train(chunk, carry);
      float[] weightedGradients = fixture.training.gradients().vector().toArray();
      assertThat(weighted).isNotEqualTo(loss);
      assertThat(fixture.meanLoss(chunk, carry)).isEqualTo(evaluated);
      chunk.weights().setClasses(weights(0.5));
      assertThat(fixture.train(chunk, carry)).isEqualTo(weighted);
      assertThat(fixture.training.gradients().vector().toArray()).isEqualTo(weightedGradients);
    }
  }

  private static double[] weights(double unit) {
    double[] weights = new double[VOCABULARY];
    Arrays.setAll(weights, c -> unit * (1 + c % 5 * c % 7));
    return weights;
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void providersAgree(OutputSettings output) {
    List<float[]> gradients = new ArrayList<>();
    for (GemmProvider provider : GemmProvider.values()) {
      try (NetworkFixture fixture = fixture(provider, Precision.F32, output)) {
        fixture.train(masked(chunk(STEPS)), fixture.randomCarry(5));
        gradients.add(fixture.training.gradients().vector().toArray());
      }
    }
    Offset<Float> tolerance = Offset.offset(1e-5f);
    assertThat(gradients.get(0)).containsExactly(gradients.get(2), tolerance);
    assertThat(gradients.get(1)).containsExactly(gradients.get(2), tolerance);
  }

  /** bf16 keeps 8 bits; the error of a loss near ln V must be below a hundredth. */
  @ParameterizedTest
  @MethodSource("outputs")
  void bf16IsNearF32(OutputSettings output) {
    try (NetworkFixture f32 = fixture(GemmProvider.JAVA, Precision.F32, output);
        NetworkFixture bf16 = fixture(GemmProvider.JAVA, Precision.BF16, output)) {
      double loss = f32.train(chunk(STEPS), f32.randomCarry(6));
      assertThat(bf16.train(chunk(STEPS), bf16.randomCarry(6)))
          .isCloseTo(loss, within(0.01 * loss));
      float[] expected = f32.training.gradients().vector().toArray();
      float[] rounded = bf16.training.gradients().vector().toArray();
      double error = 0;
      double length = 0;
      for (int i = 0; i < expected.length; i++) {
        error += Math.pow(rounded[i] - expected[i], 2);
        length += Math.pow(expected[i], 2);
      }
      assertThat(Math.sqrt(error / length)).isBetween(1e-6, 0.05);
    }
  }

  @ParameterizedTest
  @EnumSource(GemmProvider.class)
  void withoutATargetInAClusterItsGradientIsZero(GemmProvider provider) {
    try (NetworkFixture fixture = fixture(provider, Precision.F32, ADAPTIVE)) {
      float[] carry = fixture.randomCarry(7);
      fixture.train(chunk(STEPS), carry);
      Chunk frequent = NetworkFixture.chunk(STEPS, BATCH, 8, 6);

      double loss = fixture.train(frequent, carry);

      assertThat(loss).isCloseTo(fixture.meanLoss(frequent, carry), within(1e-6));
      for (ParameterTensor tensor : fixture.network.parameters().tensors()) {
        if (tensor.name().startsWith("head.tails.")) {
          assertThat(fixture.gradient(tensor)).as(tensor.name()).containsOnly(0f);
        }
      }
    }
  }

  @Test
  void aTiedNetworkHasOneTableAndAnAdaptiveOneNarrowClusters() {
    assertThat(shapes(TIED))
        .contains("embedding.weight [30, 8]", "head.bias [1, 30]")
        .noneMatch(shape -> shape.startsWith("head.weight"));
    assertThat(shapes(ADAPTIVE))
        .contains(
            "head.weight [8, 8]",
            "head.tails.0.projection [8, 4]",
            "head.tails.0.weight [4, 9]",
            "head.tails.1.projection [8, 2]",
            "head.tails.1.weight [2, 15]");
  }

  @Test
  void aSampledNetworkHasARowForEachClass() {
    assertThat(shapes(SAMPLED)).contains("head.weight [30, 8]", "head.bias [1, 30]");
  }

  @Test
  void atMostHalfOfTheClassesAreDrawn() {
    OutputSettings output = sampled(16, Proposal.UNIFORM);

    assertThatThrownBy(() -> Networks.of(settings(output), DataShape.forText(VOCABULARY)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "network.output.negatives.count: expected at most half of the 30 classes; with more of"
                + " them use softmax, found 16");
  }

  @Test
  void everyClusterNeedsAClass() {
    OutputSettings output =
        new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(6, 30), 2, false, false);

    assertThatThrownBy(() -> Networks.of(settings(output), DataShape.forText(VOCABULARY)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "network.output.cutoffs: expected numbers below the 30 entries of the vocabulary,"
                + " found [6, 30]");
  }

  private static List<String> shapes(OutputSettings output) {
    return Networks.of(settings(output), DataShape.forText(VOCABULARY))
        .parameters()
        .tensors()
        .stream()
        .map(t -> t.name() + " [" + t.rows() + ", " + t.columns() + "]")
        .toList();
  }

  private static NetworkSettings settings(OutputSettings output) {
    return new LayeredNetworkSettings(
        LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
        RecurrentSettings.stack(CellKind.LSTM, 1, 8, false),
        8,
        0,
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        output);
  }

  private static NetworkFixture fixture(
      GemmProvider provider, Precision precision, OutputSettings output) {
    return new NetworkFixture(provider.open(precision), settings(output), VOCABULARY, STEPS, BATCH);
  }

  private static Chunk chunk(int steps) {
    return NetworkFixture.chunk(steps, BATCH, 1, VOCABULARY);
  }

  private static Chunk masked(Chunk chunk) {
    for (int i = 3; i < STEPS * BATCH; i += 5) {
      chunk.targets()[i] = Chunk.NO_TARGET;
      chunk.present()[i] = false;
    }
    chunk.filled(STEPS);
    return chunk;
  }
}
