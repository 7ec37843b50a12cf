package dev.unfold.driver.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.SmallHeap;
import dev.unfold.driver.prediction.column.PredictedColumns;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.driver.prediction.sequence.PartSize;
import dev.unfold.driver.prediction.sequence.SequenceParts;
import dev.unfold.driver.prediction.sequence.SequenceRow;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.ExamplePredictor;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

/** Tests that a sequence of 600 000 steps is predicted in a heap that cannot hold its rows. */
class LongSequenceMemoryTest {
  private static final int STEPS = 600_000;
  private static final int STEPS_AT_A_TIME = 2048;

  /** The heap, in MB: less than the rows, their values and their predictions. */
  private static final int HEAP = 32;

  @Test
  void aHeapThatIsSmallerThanTheRowsIsEnough() throws Exception {
    String output = SmallHeap.run(HEAP, Predicting.class);

    assertThat(output).endsWith(STEPS + " rows");
  }

  /** Predicts the steps of a sequence one after the other and prints their number. */
  static final class Predicting {
    private static final SequenceSettings ONE =
        new SequenceSettings(List.of(), List.of("when"), 0, new WindowSettings(0, 1));

    private Predicting() {}

    public static void main(String[] arguments) {
      InputColumns inputs =
          InputColumns.of(
              new InputSettings("x", InputSettings.Kind.NUMBERS, 0, false, true, false));
      TargetSettings target = new TargetSettings("", TargetSettings.Kind.NEXT, 0);
      FieldSchema numbers = new FieldSchema.Numbers(FrameScale.none(1));
      ExampleSchema schema = new ExampleSchema(numbers, numbers, new FieldSchema.None());
      NetworkSettings settings =
          TablePredictionFixture.settings(
              LayeredNetworkSettings.Kind.NEXT_FRAME,
              RecurrentSettings.stack(CellKind.RNN, 1, 2, false));
      ExampleNetwork network = new ExampleNetwork(settings, inputs, target, schema);
      int parameters =
          Networks.of(settings, ExampleShape.of(inputs, target, schema)).parameters().length();
      PredictionOutput output = new PredictionOutput("none", CorpusFormat.JSON, "prediction");
      PredictedColumns columns =
          new PredictedColumns(network, true, output, TablePredictionFixture.GREEDY.outputs());
      PredictionRowEncoder encoder =
          new PredictionRowEncoder(inputs, new ExampleFieldKinds(inputs, target), schema);
      BufferedRows.Counters counters =
          new BufferedRows.Counters(new LongAccumulator(), new LongAccumulator());
      try (ExamplePredictor predictor =
          new ExamplePredictor(
              network,
              TablePredictionFixture.GREEDY,
              GemmProvider.JAVA.open(Precision.F32),
              new float[parameters])) {
        PredictedSequences rows =
            new PredictedSequences(
                new SequenceParts(
                    LongStream.range(0, STEPS).mapToObj(step -> row(step, encoder)).iterator(),
                    ONE,
                    PartSize.of(STEPS_AT_A_TIME),
                    STEPS_AT_A_TIME),
                new PredictedRows.Pipeline(
                    new PredictionRowReader(
                        encoder, ONE, Integer.MAX_VALUE, CorpusFormat.JSON, List.of("x")),
                    predictor,
                    columns,
                    false),
                new StepOutputs(columns, counters),
                STEPS_AT_A_TIME);
        long predicted = 0;
        while (rows.hasNext()) {
          Row row = rows.next();
          predicted += row.getLong(0) == predicted && !row.isNullAt(1) ? 1 : 0;
        }
        System.out.println(predicted + " rows");
      }
    }

    private static SequenceRow row(long step, PredictionRowEncoder encoder) {
      byte[] position =
          ByteBuffer.allocate(Integer.BYTES + 3 * Long.BYTES)
              .putInt(0)
              .putLong(Double.doubleToLongBits((double) step) ^ Long.MIN_VALUE)
              .putLong(0)
              .putLong(0)
              .array();
      PredictionRow row = new PredictionRow("", List.of(List.of(step)), position, List.of(step));
      try {
        return SequenceRow.of(row, encoder.encodeStep(row));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
