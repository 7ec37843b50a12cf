package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.optimizer.OptimizerFixture;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.ArrayTokenSource;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.sequence.TextChunkReader;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.AlignmentSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings.Kind;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.training.RandomStepSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.TeacherForcingSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A round of a network with an embedding and a sampled softmax, of whose rows it touches some. */
class SparseRoundTest {
  private static final int VOCABULARY = 500;
  private static final int SYMBOLS = 7;
  private static final int WIDTH = 4;
  private static final int NEGATIVES = 3;
  private static final LaneLayout LAYOUT = new LaneLayout(601, 1, 2, 10);

  private final Network network =
      Networks.of(
          new LayeredNetworkSettings(
              LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
              RecurrentSettings.stack(CellKind.GRU, 1, WIDTH, false),
              WIDTH,
              0,
              EncoderSettings.defaults(),
              DecoderSettings.defaults(),
              new OutputSettings(
                  OutputSettings.Kind.SAMPLED,
                  List.of(),
                  4,
                  false,
                  false,
                  new OutputSettings.Negatives(NEGATIVES, OutputSettings.Proposal.UNIFORM))),
          DataShape.forText(VOCABULARY));

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theResultHasTheTouchedRowsAndAllOtherTensors(Kind kind) throws IOException {
    ModelState start = trainer(kind).initialState();
    float[] before = start.parameters().clone();
    ModelChange change = train(kind, 0, 2, ChangedModel.of(start));

    ParameterTensor embedding = tensor("embedding.weight");
    assertThat(change.spans().within(embedding.offset(), end(embedding)).length())
        .as("rows 10 to 16 of the embedding")
        .isEqualTo(SYMBOLS * WIDTH);
    assertThat(change.spans().placeOf(embedding.offset() + 10 * WIDTH, SYMBOLS * WIDTH))
        .isNotNegative();
    ParameterTensor weight = tensor("head.weight");
    assertThat(change.spans().within(weight.offset(), end(weight)).length() / WIDTH)
        .as("targets, and the negatives of two chunks")
        .isBetween(SYMBOLS + NEGATIVES, SYMBOLS + 2 * NEGATIVES);
    ParameterTensor recurrent = tensor("layers.0.recurrent_weight");
    assertThat(change.spans().placeOf(recurrent.offset(), recurrent.size())).isNotNegative();
    assertThat(start.parameters()).as("the start is not changed").isEqualTo(before);
    assertThat(change.of(start).parameters()).isNotEqualTo(before);
    assertThat(change.floats()).isLessThan(start.floats() / 4);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aModelWithChangesIsTheModelThatTheyMake(Kind kind) throws IOException {
    ModelState start = trainer(kind).initialState();
    ModelChange first = train(kind, 0, 2, ChangedModel.of(start));
    ModelChange second = train(kind, 2, 3, new ChangedModel(start, List.of(first)));
    ModelChange same = train(kind, 2, 3, ChangedModel.of(first.of(start)));
    ModelState end = second.of(first.of(start));

    assertThat(second.values().parameters()).isEqualTo(same.values().parameters());
    assertThat(second.values().optimizer()).isEqualTo(same.values().optimizer());
    ChangedModel both = new ChangedModel(start, List.of(first, second));
    int length = start.parameters().length;
    float[] range = new float[length - 3];
    both.copy(0, 3, range.length, range);
    assertThat(range).containsExactly(Arrays.copyOfRange(end.parameters(), 3, length));
    for (int slot = 0; slot < both.vectors() - 1; slot++) {
      both.copy(slot + 1, 3, range.length, range);
      assertThat(range)
          .containsExactly(
              Arrays.copyOfRange(end.optimizer(), slot * length + 3, (slot + 1) * length));
    }
  }

  private ModelChange train(Kind kind, int firstChunk, int chunks, ChangedModel start)
      throws IOException {
    int[] tokens =
        IntStream.range(0, (int) LAYOUT.tokens()).map(i -> 10 + i * 5 % SYMBOLS).toArray();
    TextChunkReader reader =
        new TextChunkReader(LAYOUT, LAYOUT, 0, new ArrayTokenSource(tokens), OptionalInt.empty());
    float[] carry = new float[(int) (LAYOUT.batch() * network.carry().width())];
    RoundPlan plan = new RoundPlan(0, 0, firstChunk, chunks, firstChunk, firstChunk, 0.01);
    try (Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      return trainer(kind)
          .train(gemm, plan, new ShardTrainer.ShardInput(0, reader, carry), start, () -> false)
          .change();
    }
  }

  private ShardTrainer trainer(Kind kind) {
    return new ShardTrainer(
        network,
        new TrainingSettings(
            1,
            LAYOUT.batch(),
            LAYOUT.steps(),
            1,
            0,
            1,
            Precision.F32,
            0,
            "",
            PretrainedSettings.none(),
            OptimizerFixture.of(kind, 0.01)
                .withMomentum(kind == Kind.SGD ? 0.9 : 0)
                .withSparse(true)
                .settings(),
            new ScheduleSettings(ScheduleSettings.Kind.CONSTANT, 0, 1000, 0.5, 0, 0, 0.04, 0.3, 1),
            new ClipSettings(5, 0),
            RandomStepSettings.none(),
            TeacherForcingSettings.always(),
            ClassWeightSettings.none(),
            new AlignmentSettings(1, 0)));
  }

  private ParameterTensor tensor(String name) {
    return network.parameters().tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static int end(ParameterTensor tensor) {
    return tensor.offset() + tensor.size();
  }
}
