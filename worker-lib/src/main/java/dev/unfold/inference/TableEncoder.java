package dev.unfold.inference;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.stream.StreamEncoder;
import dev.unfold.worker.prediction.stream.StreamEvent;
import dev.unfold.worker.prediction.stream.StreamState;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Encodes rows of a table: examples, sequences of rows that are steps, and events of streams. */
final class TableEncoder implements EventEncoder {
  private final ExampleNetwork network;
  private final SequenceSettings sequence;
  private final PredictionRowEncoder encoder;
  private final RowValues rows;
  private final StreamEncoder streams;

  TableEncoder(ExampleNetwork network, SequenceSettings sequence) {
    this.network = network;
    this.sequence = sequence;
    encoder =
        new PredictionRowEncoder(
            network.inputs(),
            new ExampleFieldKinds(network.inputs(), network.target()),
            network.schema());
    rows = new RowValues(network.inputs());
    streams = new StreamEncoder(network, encoder);
  }

  /**
   * Returns the example of a row.
   *
   * @throws CorpusException if a value cannot be used
   */
  Example row(String place, Map<String, ?> row) throws CorpusException {
    ModelException.require(
        !sequence.rowsAreSteps(),
        "a list of rows that are the steps of a sequence, as in the training table",
        "a single row");
    PredictionRow values = rows.example(place, row);
    Example example = encoder.encode(values).orElseThrow(() -> encoder.withoutInput(values));
    requireShort(place, example);
    return example;
  }

  /** Returns the tokens of the only input of a row that has an example. */
  List<String> texts(String place, Map<String, ?> row) throws CorpusException {
    return encoder.texts(rows.example(place, row));
  }

  /**
   * Returns the example of a sequence.
   *
   * @param steps its rows, in their order
   * @throws CorpusException if a value cannot be used
   */
  Example sequence(List<? extends Map<String, ?>> steps) throws CorpusException {
    ModelException.require(
        sequence.rowsAreSteps(), "a row that is an example, as in the training table", "a list");
    ModelException.require(!steps.isEmpty(), "at least one row", "none");
    int window = sequence.window().length();
    ModelException.require(
        window == 0 || steps.size() <= window,
        "at most " + window + " rows, which are a window of corpus.sequence.window",
        steps.size());
    ExampleBuilder joined = new ExampleBuilder();
    for (int i = 0; i < steps.size(); i++) {
      joined.add(fields("row " + (i + 1), steps.get(i)));
    }
    Example fields = joined.build();
    requireShort("the rows", fields);
    return encoder.finish(fields, true, true);
  }

  @Override
  public StreamEvent event(String place, Map<String, ?> event, StreamState before)
      throws IOException {
    return streams.event(fields(place, event), before);
  }

  private Example fields(String place, Map<String, ?> row) throws CorpusException {
    PredictionRow step = rows.step(place, row);
    Example fields = encoder.encodeStep(step).orElseThrow(() -> encoder.withoutInput(step));
    if (fields.input().steps() != 1) {
      throw new ModelException(
          ErrorKind.DATA,
          place + ": expected the values of one step, found " + fields.input().steps() + " steps");
    }
    return fields;
  }

  private void requireShort(String place, Example example) {
    if (example.input().steps() > network.longestInput()) {
      throw new ModelException(
          ErrorKind.DATA,
          place
              + ": expected at most "
              + network.longestInput()
              + " steps, since the network reads them as a whole, found "
              + example.input().steps());
    }
  }
}
