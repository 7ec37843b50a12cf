package dev.unfold.worker.network.negative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.OutputSettings.Proposal;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the training loss and its gradients with sums that are written plainly. */
class SampledSoftmaxTest {
  private static final int CLASSES = 50;
  private static final int WIDTH = 6;
  private static final int STEPS = 5;
  private static final int BATCH = 4;
  private static final int COUNT = 20;

  private final Workspace workspace = new Workspace();
  private final Gemm gemm = GemmProvider.JAVA.open(Precision.F32);

  @AfterEach
  void close() {
    gemm.close();
    workspace.close();
  }

  private final class Fixture {
    final ParameterLayout layout;
    final Matrix parameters;
    final Matrix features;
    final Matrix vector;
    final HeadForward forward;
    final HeadBackward backward;
    final Chunk chunk;

    Fixture(Proposal proposal, int classes, int count) {
      this(classes, new OutputSettings.Negatives(count, proposal));
    }

    Fixture(int classes, OutputSettings.Negatives negatives) {
      this(classes, negatives, STEPS);
    }

    /** A head for chunks of more steps than the chunk at hand has. */
    Fixture(int classes, OutputSettings.Negatives negatives, int steps) {
      features = workspace.matrix(steps * BATCH, WIDTH);
      chunk = new Chunk(steps, BATCH);
      ParameterLayout.Builder builder = new ParameterLayout.Builder();
      SampledSoftmax head = new SampledSoftmax(builder, WIDTH, classes, negatives);
      layout = builder.build();
      parameters = workspace.vector(layout.length());
      layout.initialize(parameters, 5);
      vector = workspace.vector(layout.length());
      forward = head.open(new PassMemory(gemm, workspace, parameters, steps, BATCH), features);
      backward = forward.openBackward(vector);
      forward.parametersChanged();
      CounterRandom random = new CounterRandom(11);
      for (int i = 0; i < features.size(); i++) {
        features.put(i, (float) random.gaussian(i));
      }
      for (int i = 0; i < STEPS * BATCH; i++) {
        chunk.targets()[i] = (int) (classes * random.uniform(1000 + i));
        chunk.weights().set(i, 0.5f + i % 3);
      }
      chunk.targets()[7] = Chunk.NO_TARGET;
      chunk.targets()[9] = chunk.targets()[10];
      chunk.filled(STEPS);
    }

    Matrix bias() {
      return layout.tensors().get(1).in(parameters);
    }
  }

  /** BPR-max is compared with its formula and its gradients with central differences of that. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void bprMaxIsItsFormula(double regularization) {
    BprMaxRow row = new BprMaxRow(COUNT, regularization);
    row.begin(COUNT, COUNT);
    CounterRandom random = new CounterRandom(9);
    Matrix block = workspace.matrix(1, COUNT);
    for (int same : new int[] {-1, 3}) {
      double[] scores = new double[COUNT + 1];
      for (int i = 0; i <= COUNT; i++) {
        scores[i] = (float) (2 * random.gaussian(i));
      }
      for (int i = 0; i < COUNT; i++) {
        block.put(i, (float) scores[i]);
      }
      assertThat(row.computeLoss(block, 0, scores[COUNT], same))
          .isCloseTo(bprMax(scores, same, regularization), within(1e-5));
      double ofTarget = row.storeGradient(block, 0, 0.5);
      for (int i = 0; i <= COUNT; i++) {
        double[] up = scores.clone();
        double[] down = scores.clone();
        up[i] += 1e-4;
        down[i] -= 1e-4;
        double slope =
            (bprMax(up, same, regularization) - bprMax(down, same, regularization)) / 2e-4;
        assertThat(i < COUNT ? block.get(i) : ofTarget).isCloseTo(0.5 * slope, within(1e-5));
      }
    }
  }

  /** The weights are those of the negatives among each other, however far above the target is. */
  @ParameterizedTest
  @ValueSource(doubles = {30, 90})
  void bprMaxIsItsFormulaFarBelowTheTarget(double target) {
    BprMaxRow row = new BprMaxRow(COUNT, 0.01);
    row.begin(COUNT, COUNT);
    CounterRandom random = new CounterRandom(9);
    Matrix block = workspace.matrix(1, COUNT);
    double[] scores = new double[COUNT + 1];
    scores[COUNT] = target;
    for (int same : new int[] {-1, 3}) {
      for (int i = 0; i < COUNT; i++) {
        scores[i] = i == same ? target : (float) (2 * random.gaussian(i));
        block.put(i, (float) scores[i]);
      }
      assertThat(row.computeLoss(block, 0, target, same))
          .isCloseTo(bprMax(scores, same, 0.01), within(1e-5));
      assertThat(row.storeGradient(block, 0, 1)).isCloseTo(0, within(1e-5));
      for (int i = 0; i < COUNT; i++) {
        double[] up = scores.clone();
        double[] down = scores.clone();
        up[i] += 1e-4;
        down[i] -= 1e-4;
        double slope = (bprMax(up, same, 0.01) - bprMax(down, same, 0.01)) / 2e-4;
        assertThat(block.get(i)).isCloseTo((float) slope, within(1e-5f));
      }
    }
  }

  /** A target far below the negatives, and one that is the only negative. */
  @Test
  void bprMaxIsFiniteAtItsLimits() {
    BprMaxRow row = new BprMaxRow(1, 1);
    row.begin(1, 1);
    Matrix block = workspace.matrix(1, 1);
    block.put(0, 300);
    assertThat(row.computeLoss(block, 0, -300, -1)).isFinite();
    assertThat(row.storeGradient(block, 0, 1)).isFinite();
    assertThat(block.get(0)).isFinite();
    block.put(0, 2);
    assertThat(row.computeLoss(block, 0, 2, 0)).as("nothing to be ranked above").isZero();
    assertThat(row.storeGradient(block, 0, 1)).isZero();
    assertThat(block.get(0)).isZero();
  }

  private static double bprMax(double[] scores, int same, double regularization) {
    double normalizer = 0;
    for (int j = 0; j < COUNT; j++) {
      normalizer += j == same ? 0 : Math.exp(scores[j]);
    }
    double ranked = 0;
    double squares = 0;
    for (int j = 0; j < COUNT; j++) {
      double weight = j == same ? 0 : Math.exp(scores[j]) / normalizer;
      ranked += weight / (1 + Math.exp(scores[j] - scores[COUNT]));
      squares += weight * scores[j] * scores[j];
    }
    return -Math.log(ranked) + regularization * squares;
  }

  private record Reference(double loss, double[] weight, double[] bias, double[] features) {}

  private static ForwardMode mode(long seed) {
    return ForwardMode.training(new CounterRandom(seed));
  }

  /** Rows behind those of the negatives have no part in the loss and no gradient. */
  @Test
  void rowsWithoutNegativesAreZero() {
    CounterRandom random = new CounterRandom(9);
    Matrix block = workspace.matrix(1, COUNT);
    Matrix few = workspace.matrix(1, 3);
    for (int i = 0; i < COUNT; i++) {
      block.put(i, (float) random.gaussian(i));
    }
    few.copy(0, block, 0, 3);
    for (NegativesRow[] rows :
        new NegativesRow[][] {
          {new CrossEntropyRow(COUNT), new CrossEntropyRow(3)},
          {new BprMaxRow(COUNT, 1), new BprMaxRow(3, 1)}
        }) {
      rows[0].begin(3, COUNT);
      rows[1].begin(3, 3);
      assertThat(rows[0].computeLoss(block, 0, 0.5, 1))
          .isEqualTo(rows[1].computeLoss(few, 0, 0.5, 1));
      assertThat(rows[0].storeGradient(block, 0, 2)).isEqualTo(rows[1].storeGradient(few, 0, 2));
      for (int i = 0; i < COUNT; i++) {
        assertThat(block.get(i)).isEqualTo(i < 3 ? few.get(i) : 0);
      }
    }
  }

  static List<OutputSettings.Negatives> negatives() {
    return List.of(
        new OutputSettings.Negatives(COUNT, Proposal.LOG_UNIFORM),
        new OutputSettings.Negatives(COUNT, Proposal.UNIFORM),
        inBatch(COUNT, Proposal.LOG_UNIFORM),
        inBatch(5, Proposal.UNIFORM),
        inBatch(0, Proposal.LOG_UNIFORM));
  }

  static OutputSettings.Negatives inBatch(int count, Proposal proposal) {
    return new OutputSettings.Negatives(
        count, proposal, true, OutputSettings.Loss.CROSS_ENTROPY, 1);
  }

  @ParameterizedTest
  @MethodSource("negatives")
  void lossAndGradientsAreThoseOfPlainSums(OutputSettings.Negatives settings) {
    Fixture fixture = new Fixture(CLASSES, settings);
    int same = 0;
    for (long seed = 0; seed < 4; seed++) {
      ChunkNegatives negatives =
          new ChunkNegatives(
              ClassProposal.of(settings.proposal(), CLASSES), settings.count(), STEPS * BATCH);
      negatives.draw(mode(seed).negatives());
      if (settings.inBatch()) {
        negatives.addTargets(fixture.chunk);
      }
      for (int target : fixture.chunk.targets()) {
        same += target >= 0 && negatives.place(target) >= 0 ? 1 : 0;
      }
      Reference expected = reference(fixture, negatives);
      double loss = fixture.backward.lossAndGradients(fixture.chunk, mode(seed));

      double mean = expected.loss / fixture.chunk.weightSum();
      assertThat(loss / fixture.chunk.targetCount()).isCloseTo(mean, within(1e-6));
      assertClose(expected.weight, fixture.layout.tensors().get(0).in(fixture.vector));
      assertClose(expected.bias, fixture.layout.tensors().get(1).in(fixture.vector));
      assertClose(expected.features, fixture.backward.featureGradient());
    }
    assertThat(same).as("targets that were drawn").isPositive();
  }

  @ParameterizedTest
  @MethodSource("negatives")
  void aShortChunkHasTheSameLossWhereLongOnesArePossible(OutputSettings.Negatives settings) {
    Fixture fixture = new Fixture(CLASSES, settings);
    Fixture longest = new Fixture(CLASSES, settings, 60);
    double loss = fixture.backward.lossAndGradients(fixture.chunk, mode(1));
    assertThat(longest.backward.lossAndGradients(longest.chunk, mode(1)))
        .isCloseTo(loss, within(1e-5));
    for (int i = 0; i < fixture.vector.size(); i++) {
      assertThat(longest.vector.get(i)).isCloseTo(fixture.vector.get(i), within(1e-6f));
    }
  }

  private static void assertClose(double[] expected, Matrix actual) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual.get(i)).isCloseTo(expected[i], within(1e-6));
    }
  }

  /** Computes everything class by class, over a set of classes instead of gathered rows. */
  private static Reference reference(Fixture fixture, ChunkNegatives negatives) {
    Reference sums =
        new Reference(
            0, new double[CLASSES * WIDTH], new double[CLASSES], new double[STEPS * BATCH * WIDTH]);
    double loss = 0;
    for (int position = 0; position < STEPS * BATCH; position++) {
      int target = fixture.chunk.targets()[position];
      if (target < 0) {
        continue;
      }
      Set<Integer> candidates = new TreeSet<>(Set.of(target));
      for (int i = 0; i < negatives.count(); i++) {
        candidates.add(negatives.id(i));
      }
      double sum = 0;
      for (int id : candidates) {
        sum += Math.exp(score(fixture, position, id, negatives));
      }
      double weight = fixture.chunk.weight(position);
      loss += weight * (Math.log(sum) - score(fixture, position, target, negatives));
      for (int id : candidates) {
        double probability = Math.exp(score(fixture, position, id, negatives)) / sum;
        double gradient =
            (probability - (id == target ? 1 : 0)) * weight / fixture.chunk.weightSum();
        sums.bias[id] += gradient;
        for (int i = 0; i < WIDTH; i++) {
          sums.weight[id * WIDTH + i] += gradient * fixture.features.get(position * WIDTH + i);
          sums.features[position * WIDTH + i] += gradient * fixture.parameters.get(id * WIDTH + i);
        }
      }
    }
    return new Reference(loss, sums.weight, sums.bias, sums.features);
  }

  private static double score(Fixture fixture, int position, int id, ChunkNegatives negatives) {
    double sum = fixture.bias().get(id);
    for (int i = 0; i < WIDTH; i++) {
      sum +=
          (double) fixture.features.get(position * WIDTH + i)
              * fixture.parameters.get(id * WIDTH + i);
    }
    return sum - negatives.logInclusion(id);
  }

  /** Initial scores are near the logarithms of the proposal, but not for a loss of ranks. */
  @ParameterizedTest
  @EnumSource(Proposal.class)
  void initialBiasesAreThoseOfTheProposal(Proposal kind) {
    ClassProposal proposal = ClassProposal.of(kind, CLASSES);
    Fixture sampled = new Fixture(kind, CLASSES, COUNT);
    Fixture ranked =
        new Fixture(
            CLASSES,
            new OutputSettings.Negatives(COUNT, kind, false, OutputSettings.Loss.BPR_MAX, 1));
    double bound = 1 / Math.sqrt(WIDTH);
    for (int id = 0; id < CLASSES; id++) {
      double expected = Math.log(CLASSES * proposal.probability(id));
      double drawn = ranked.bias().get(id);
      assertThat(drawn).isBetween(-bound, bound);
      assertThat((double) sampled.bias().get(id)).isCloseTo(expected + drawn, within(1e-6));
    }
  }

  /** Only the rows of the negatives and of the targets are listed as touched. */
  @Test
  void otherClassesHaveNoGradient() {
    assertOthersHaveNoGradient(new OutputSettings.Negatives(COUNT, Proposal.UNIFORM), COUNT);
  }

  @Test
  void otherClassesThanTheTargetsHaveNoGradient() {
    assertOthersHaveNoGradient(inBatch(0, Proposal.UNIFORM), STEPS * BATCH - 3);
  }

  private void assertOthersHaveNoGradient(OutputSettings.Negatives negatives, int fewest) {
    Fixture fixture = new Fixture(5000, negatives);
    Gradients gradients =
        new Gradients(fixture.layout, fixture.vector, fixture.backward.touchedRows());
    for (long seed = 0; seed < 3; seed++) {
      fixture.backward.lossAndGradients(fixture.chunk, mode(seed));
      Set<Integer> touched = new HashSet<>();
      gradients.forEachTouched(
          (offset, count) -> {
            for (int i = 0; i < count; i++) {
              touched.add(offset + i);
            }
          });
      assertThat(touched.size())
          .isBetween(fewest * WIDTH, (negatives.count() + STEPS * BATCH) * (WIDTH + 1) + 32);
      for (int i = 0; i < fixture.vector.size(); i++) {
        assertThat(touched.contains(i) || fixture.vector.get(i) == 0).isTrue();
      }
    }
  }

  /**
   * The mean of the gradients over many draws is near zero, relative to the frequencies of the
   * targets, where the scores are the logarithms of these, as in the full softmax. What remains
   * falls with the number of negatives. Without the correction it would be about 1.
   */
  @ParameterizedTest
  @EnumSource(Proposal.class)
  void theFrequenciesOfTheTargetsAreTheOptimum(Proposal proposal) {
    int classes = STEPS * BATCH;
    Fixture fixture = new Fixture(proposal, classes, 10);
    fixture.features.clear();
    Matrix bias = fixture.bias();
    for (int id = 0; id < classes; id++) {
      float frequency = 1 + id * 7 % 5;
      bias.put(id, (float) Math.log(frequency));
      fixture.chunk.targets()[id] = id;
      fixture.chunk.weights().set(id, frequency);
    }
    fixture.chunk.filled(STEPS);
    double[] mean = new double[classes];
    int draws = 10_000;
    for (int draw = 0; draw < draws; draw++) {
      fixture.backward.lossAndGradients(fixture.chunk, mode(draw));
      Matrix gradient = fixture.layout.tensors().get(1).in(fixture.vector);
      for (int id = 0; id < classes; id++) {
        mean[id] += gradient.get(id) / draws;
      }
    }
    for (int id = 0; id < classes; id++) {
      double share = fixture.chunk.weight(id) / fixture.chunk.weightSum();
      assertThat(mean[id] / share).as("class " + id).isCloseTo(0, within(0.15));
    }
  }

  /** Losses and outputs outside of training are current after each change of the parameters. */
  private static float[] output(Fixture fixture, int at) {
    float[] output = new float[CLASSES];
    fixture.forward.outputs(
        fixture.chunk,
        (position, values) -> {
          if (position == at) {
            System.arraycopy(values, 0, output, 0, CLASSES);
          }
        });
    return output;
  }

  @Test
  void evaluationReadsTheCurrentParameters() {
    Fixture fixture = new Fixture(Proposal.UNIFORM, CLASSES, COUNT);
    float[] before = output(fixture, 3);
    double loss = fixture.forward.loss(fixture.chunk);
    Matrix bias = fixture.bias();
    int target = fixture.chunk.targets()[3];
    bias.put(target, bias.get(target) + 1);
    fixture.forward.parametersChanged();
    float[] after = output(fixture, 3);

    assertThat(after[target] - before[target]).isCloseTo(1, within(1e-5f));
    assertThat(fixture.forward.loss(fixture.chunk)).isNotEqualTo(loss);
  }
}
