package dev.unfold.driver.prediction.stream;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.prediction.sequence.SequenceRow;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.prediction.stream.StreamEncoder;
import dev.unfold.worker.prediction.stream.StreamEvent;
import dev.unfold.worker.prediction.stream.StreamPredictor;
import dev.unfold.worker.prediction.stream.StreamState;
import dev.unfold.worker.prediction.stream.StreamStep;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.SequencePosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The network of a task, which reads the events of one key after the other. */
final class OpenStreams implements AutoCloseable {
  private final StreamModel model;
  private final boolean scores;
  private final StreamEncoder encoder;
  private final StreamPredictor streams;
  private final StepPredictor predictor;
  private final List<Object> none;

  /**
   * The events of a key and the state after them.
   *
   * @param rows the events with their predictions
   */
  record Advanced(List<Row> rows, KeyState state) {}

  OpenStreams(StreamModel model, OutputOptions options, Kernels kernels) {
    this.model = model;
    scores = options.scores();
    encoder = new StreamEncoder(model.network(), model.encoder());
    streams = new StreamPredictor(model.network().predictsNextClass(), options.topK());
    OutputOptions ofSteps =
        new OutputOptions(options.threshold(), options.probabilities(), options.topK());
    predictor = new StepPredictor(model.network(), ofSteps, kernels.open(), model.parameters());
    none = model.columns().values(Optional.empty());
  }

  StreamModel model() {
    return model;
  }

  /**
   * Reads events of a key, in their order. An event without an input, or before an event of an
   * earlier micro-batch, has no prediction and leaves the state as it is.
   *
   * @param before the state of the key
   */
  Advanced advance(KeyState before, List<PredictionRow> events) throws IOException {
    List<SequenceRow> sorted = new ArrayList<>();
    for (PredictionRow event : events) {
      sorted.add(SequenceRow.of(event, model.encoder().encodeStep(event)));
    }
    sorted.sort(Comparator.comparing(SequenceRow::key, Arrays::compareUnsigned));
    int orderColumns = model.sequence().order().size();
    KeyState state = before;
    List<Row> rows = new ArrayList<>();
    for (SequenceRow row : sorted) {
      byte[] position = Arrays.copyOf(row.key(), SequencePosition.bytes(row.key(), orderColumns));
      Optional<Example> fields = row.fields(orderColumns);
      if (fields.isEmpty() || before.isAfter(position)) {
        rows.add(joined(row, none));
        continue;
      }
      StreamStep step = step(fields.get(), state.before(position, model));
      rows.add(joined(row, model.columns().values(Optional.of(prediction(step)))));
      state = new KeyState(position, step.state());
    }
    return new Advanced(rows, state);
  }

  private StreamStep step(Example fields, StreamState before) throws IOException {
    StreamEvent event = encoder.event(fields, before);
    return streams.advance(predictor, List.of(before), List.of(event)).get(0);
  }

  private Prediction prediction(StreamStep step) {
    return scores
        ? new Prediction.Scores(step.score().stream().toList(), Optional.empty())
        : step.prediction();
  }

  private static Row joined(SequenceRow row, List<Object> predicted) {
    List<Object> values = new ArrayList<>(Arrays.asList(row.values()));
    values.addAll(predicted);
    return RowFactory.create(values.toArray());
  }

  @Override
  public void close() {
    predictor.close();
  }
}
