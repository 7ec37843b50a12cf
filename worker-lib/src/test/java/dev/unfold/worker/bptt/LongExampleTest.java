package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.bptt.ShardTrainer.ShardInput;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.evaluation.ShardEvaluator;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.optimizer.OptimizerFixture;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.batch.BatchDimensions;
import dev.unfold.worker.sequence.batch.EpochOrder;
import dev.unfold.worker.sequence.batch.ExampleBatchLayout;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.ExampleChunkReader;
import dev.unfold.worker.sequence.batch.LengthBuckets;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.sequence.segment.ListExampleSource;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.AlignmentSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.training.RandomStepSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.TeacherForcingSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests examples of 120 words whose label is the first one. They are read 50 words at a time, so
 * that the label is in the third chunk and the word that determines it in the first, which has no
 * target. The matrix products are those of plain Java, which have the same bits on every machine.
 */
class LongExampleTest {
  private static final int LENGTH = 120;
  private static final int STEPS = 50;
  private static final int BATCH = 8;
  private static final int LABELS = 2;
  private static final int EXAMPLES = 64;
  private static final List<Example> DATA =
      IntStream.range(0, EXAMPLES).mapToObj(LongExampleTest::example).toList();
  private static final ExampleBatchLayout LAYOUT =
      new ExampleBatchLayout(
          new LengthBuckets(List.of(new LengthBuckets.Bucket(LENGTH, EXAMPLES))),
          1,
          new BatchDimensions(BATCH, STEPS, 0),
          1);

  private static Example example(int number) {
    int label = number % LABELS;
    int[] words = new int[LENGTH];
    words[0] = 1 + label;
    return new Example(new FieldSequence.Ids(words), new FieldSequence.Ids(new int[] {label}));
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void aLabelThatIsTheFirstWordIsLearned(Pooling pooling) throws IOException {
    Network network = network(CellKind.GRU, pooling);
    TrainingSettings settings = settings(0.15);
    ModelState state = new ShardTrainer(network, settings).initialState();
    long updates = 0;
    double loss = Double.POSITIVE_INFINITY;
    for (int epoch = 0; epoch < 60 && loss > 0.05; epoch++) {
      ShardResult result = train(network, settings, state, epoch, updates);
      state = result.change().of(state);
      updates += result.metrics().updates();
      loss = evaluate(network, state, 0).loss().mean();
    }
    assertThat(loss).isLessThan(0.05);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void withoutALearningRateTheTrainingLossIsThatOfTheEvaluation(Pooling pooling)
      throws IOException {
    for (CellKind cell : CellKind.values()) {
      Network network = network(cell, pooling);
      TrainingSettings settings = settings(0);
      ModelState state = new ShardTrainer(network, settings).initialState();
      for (int epoch = 0; epoch < 3; epoch++) {
        ShardResult.ShardMetrics training = train(network, settings, state, epoch, 0).metrics();
        Score evaluation = evaluate(network, state, epoch);
        assertThat(training.targets()).isEqualTo(EXAMPLES).isEqualTo(evaluation.loss().targets());
        assertThat(training.loss()).as(cell.name()).isEqualTo(evaluation.loss().sum());
      }
    }
  }

  private static ShardResult train(
      Network network, TrainingSettings settings, ModelState start, int epoch, long updates)
      throws IOException {
    int chunks = Math.toIntExact(LAYOUT.chunksPerEpoch());
    double rate = settings.optimizer().learningRate();
    RoundPlan plan = new RoundPlan(epoch, epoch, 0, chunks, updates, updates, rate);
    float[] carry = new float[(int) (BATCH * network.carry().width())];
    try (Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      return new ShardTrainer(network, settings)
          .train(
              gemm,
              plan,
              new ShardInput(0, chunks(epoch), carry),
              ChangedModel.of(start),
              () -> false);
    }
  }

  private static Score evaluate(Network network, ModelState state, int epoch) throws IOException {
    try (Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      return new ShardEvaluator(network, Scoring.ofText(0))
          .evaluate(gemm, state.parameters(), chunks(epoch), LAYOUT.chunksPerEpoch(), () -> false);
    }
  }

  private static DataShape shape() {
    return new DataShape(InputShape.ofTokens(1 + LABELS), DataShape.Target.CLASSES, LABELS);
  }

  private static ChunkSource chunks(int epoch) {
    return new ExampleChunkReader(
        new EpochOrder(LAYOUT, epoch).shard(0),
        new ListExampleSource(DATA),
        new ExampleChunkLayout(STEPS, BATCH, shape(), TargetPosition.LAST_STEP, 0));
  }

  private static Network network(CellKind cell, Pooling pooling) {
    return Networks.of(
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            RecurrentSettings.stack(cell, 1, 16, false),
            8,
            0,
            new EncoderSettings(pooling, 1, CharEncoderSettings.defaults()),
            DecoderSettings.defaults(),
            OutputSettings.softmax()),
        shape());
  }

  private static TrainingSettings settings(double rate) {
    return new TrainingSettings(
        1,
        BATCH,
        STEPS,
        1,
        0,
        1,
        Precision.F32,
        0,
        "",
        PretrainedSettings.none(),
        OptimizerFixture.of(OptimizerSettings.Kind.ADAM, rate).settings(),
        new ScheduleSettings(ScheduleSettings.Kind.CONSTANT, 0, 1, 1, 0, 0, 0.04, 0.3, 1),
        new ClipSettings(5, 0),
        RandomStepSettings.none(),
        TeacherForcingSettings.always(),
        ClassWeightSettings.none(),
        new AlignmentSettings(1, 0));
  }
}
