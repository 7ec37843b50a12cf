package dev.unfold.worker.prediction.stream;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleFormatException;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Makes events of the fields of rows that are steps. */
public final class StreamEncoder implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = new byte[0];

  private final ExampleNetwork network;
  private final PredictionRowEncoder encoder;
  private final boolean readsTimes;

  /**
   * @param encoder the encoder of the rows
   */
  public StreamEncoder(ExampleNetwork network, PredictionRowEncoder encoder) {
    this.network = network;
    this.encoder = encoder;
    readsTimes =
        network.inputs().columns().stream()
            .anyMatch(column -> column.kind() == InputSettings.Kind.TIME);
  }

  /**
   * Returns an event.
   *
   * @param fields the fields of its row, which has one step
   * @param before the state of its stream
   * @throws ExampleFormatException if the state has damaged events
   */
  public StreamEvent event(Example fields, StreamState before) throws ExampleFormatException {
    boolean start = before.isStart();
    Example all;
    int from = 0;
    if (readsTimes && !start) {
      ExampleBuilder joined = new ExampleBuilder();
      joined.add(ExampleCodec.decode(before.first()));
      joined.add(ExampleCodec.decode(before.previous()));
      joined.add(fields);
      all = encoder.finish(joined.build(), false, false);
      from = 2;
    } else {
      all = encoder.finish(fields, before.events() == 0, false);
    }
    List<StreamEvent.Step> steps = new ArrayList<>();
    for (int i = from; i < all.input().steps(); i++) {
      steps.add(new StreamEvent.Step(step(all, i), start && i == 0));
    }
    byte[] encoded = readsTimes ? ExampleCodec.encode(fields) : NOTHING;
    return new StreamEvent(steps, actual(all), start ? encoded : before.first(), encoded);
  }

  private static Example step(Example all, int step) {
    return new Example(
        all.input().range(step, step + 1),
        new FieldSequence.Ids(new int[0]),
        all.characters().map(words -> words.range(step, step + 1)));
  }

  /** Returns the class of the last step, if it is one that the network predicts. */
  private OptionalInt actual(Example all) {
    if (!network.predictsNextClass()) {
      return OptionalInt.empty();
    }
    FieldSequence.Ids classes =
        (FieldSequence.Ids) all.input().part(network.inputs().predicted(network.target()));
    return OptionalInt.of(classes.ids()[classes.steps() - 1]);
  }
}
