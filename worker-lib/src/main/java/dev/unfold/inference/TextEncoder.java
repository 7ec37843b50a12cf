package dev.unfold.inference;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.text.TextCodec;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.stream.StreamEvent;
import dev.unfold.worker.prediction.stream.StreamState;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Encodes the tokens of a language model of text, each of which is an event. */
final class TextEncoder implements EventEncoder {
  private static final byte[] NOTHING = new byte[0];

  private final Vocabulary vocabulary;
  private final TextCodec codec;
  private final int[] start;

  TextEncoder(TextModel model) {
    vocabulary = model.vocabulary();
    codec = model.codec();
    start = codec.start().stream().toArray();
  }

  @Override
  public StreamEvent event(String place, Map<String, ?> event, StreamState before)
      throws IOException {
    int[] ids =
        event.get(ExampleNetwork.TOKEN_COLUMN) instanceof String text ? ids(text) : new int[0];
    if (ids.length != start.length + 1) {
      throw new ModelException(
          ErrorKind.DATA,
          place
              + ": expected one token of the model as text in the column "
              + ExampleNetwork.TOKEN_COLUMN
              + ", found "
              + event);
    }
    return event(ids[start.length], before.events() == 0);
  }

  /** Returns the tokens of a text, after that which starts a text; a line may be a document. */
  private int[] ids(String text) throws IOException {
    boolean lineEnd = codec.document() == CorpusSettings.Document.LINE && text.equals("\n");
    return lineEnd ? new int[] {start[0], vocabulary.boundary().orElseThrow()} : codec.prefix(text);
  }

  /** Returns the tokens of a text as events. */
  List<StreamEvent> events(String text) throws IOException {
    int[] ids = codec.prefix(text);
    List<StreamEvent> events = new ArrayList<>();
    for (int i = start.length; i < ids.length && !text.isEmpty(); i++) {
      events.add(event(ids[i], events.isEmpty()));
    }
    return events;
  }

  private StreamEvent event(int id, boolean first) {
    List<StreamEvent.Step> steps = new ArrayList<>();
    if (first && start.length > 0) {
      steps.add(step(start[0], true));
    }
    boolean boundary = vocabulary.boundary().isPresent() && vocabulary.boundary().getAsInt() == id;
    steps.add(step(id, boundary || (first && start.length == 0)));
    return new StreamEvent(steps, OptionalInt.of(id), NOTHING, NOTHING);
  }

  private static StreamEvent.Step step(int id, boolean start) {
    FieldSequence input = new FieldSequence.Ids(new int[] {id});
    return new StreamEvent.Step(new Example(input, new FieldSequence.Ids(new int[0])), start);
  }
}
