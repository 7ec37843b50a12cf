package dev.unfold.driver.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.prediction.column.PredictedColumns;
import dev.unfold.driver.prediction.column.PredictionOutput;
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
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

/** Tests how many rows with large values are read at a time. */
class LargeRowsTest {
  private static final int ROWS = 100;

  @Test
  void rowsAreReadUpToASizeHoweverShortTheirInputsAre() {
    InputColumns inputs =
        InputColumns.of(new InputSettings("x", InputSettings.Kind.FRAMES, 0, false, true, false));
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
        new PredictedColumns(network, false, output, TablePredictionFixture.GREEDY.outputs());
    PredictionRowReader reader =
        new PredictionRowReader(
            new PredictionRowEncoder(inputs, new ExampleFieldKinds(inputs, target), schema),
            SequenceSettings.none(),
            Integer.MAX_VALUE,
            CorpusFormat.JSON,
            List.of("x", "html"));
    String html = "x".repeat(1 << 20);
    List<Integer> read = new ArrayList<>();
    Iterator<PredictionRow> rows =
        IntStream.range(0, ROWS)
            .peek(read::add)
            .mapToObj(
                row ->
                    new PredictionRow(
                        "row " + row,
                        List.of(List.of(List.of(1.0 * row))),
                        new byte[0],
                        List.of(row, html)))
            .iterator();
    try (ExamplePredictor predictor =
        new ExamplePredictor(
            network,
            TablePredictionFixture.GREEDY,
            GemmProvider.JAVA.open(Precision.F32),
            new float[parameters])) {
      PredictedRows predicted =
          new PredictedRows(
              rows,
              new PredictedRows.Pipeline(reader, predictor, columns, false),
              0,
              new BufferedRows.Counters(new LongAccumulator(), new LongAccumulator()));
      assertThat(predicted.next().getInt(0)).isZero();
      assertThat(read).as("32 MB of texts of 2 MB").hasSizeBetween(16, 17);
      for (int row = 1; row < ROWS; row++) {
        assertThat(predicted.next().getInt(0)).isEqualTo(row);
      }
      assertThat(predicted.hasNext()).isFalse();
    }
  }
}
