package dev.unfold.inference;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.Recording;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads the values of input columns from maps of values by their columns. */
record RowValues(InputColumns inputs) {
  private static final byte[] AS_EXAMPLE = new byte[0];
  private static final byte[] AS_STEP = new byte[1];

  /** Returns a row that is an example. */
  PredictionRow example(String place, Map<String, ?> row) {
    return new PredictionRow(place, values(place, row), AS_EXAMPLE, List.of());
  }

  /** Returns a row that is a step of a sequence; each of its values is that of the step. */
  PredictionRow step(String place, Map<String, ?> row) {
    List<Object> values = values(place, row);
    for (int i = 0; i < values.size(); i++) {
      InputSettings.Kind kind = inputs.columns().get(i).kind();
      if (values.get(i) != null && kind.isSequence() && !kind.isText()) {
        values.set(i, Arrays.asList(values.get(i)));
      }
    }
    return new PredictionRow(place, values, AS_STEP, List.of());
  }

  private List<Object> values(String place, Map<String, ?> row) {
    List<Object> values = new ArrayList<>();
    for (InputSettings input : inputs.columns()) {
      String column = input.column();
      if (!row.containsKey(column)) {
        throw new ModelException(
            ErrorKind.DATA,
            place
                + ": expected the columns "
                + inputs.names()
                + ", found "
                + row.keySet().stream().sorted().toList());
      }
      Object value = row.get(column);
      boolean audio = input.kind() == InputSettings.Kind.AUDIO;
      values.add(audio ? recording(place, value) : plain(value));
    }
    return values;
  }

  /** Returns the recording at a local path, or that of bytes; any other value as it is. */
  private static Object recording(String place, Object value) {
    if (value instanceof byte[] bytes) {
      return new Recording("the bytes in the row", bytes);
    }
    if (!(value instanceof String || value instanceof Path)) {
      return value;
    }
    try {
      return new Recording(value.toString(), Files.readAllBytes(Path.of(value.toString())));
    } catch (IOException | InvalidPathException e) {
      throw new ModelException(
          ErrorKind.DATA, place + ": cannot read the recording " + value + ": " + e);
    }
  }

  /** Returns a value with its arrays and collections as lists. */
  private static Object plain(Object value) {
    if (value instanceof Collection<?> collection) {
      List<Object> list = new ArrayList<>();
      collection.forEach(element -> list.add(plain(element)));
      return list;
    }
    if (value != null && value.getClass().isArray()) {
      return IntStream.range(0, Array.getLength(value))
          .mapToObj(i -> plain(Array.get(value, i)))
          .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
    return value;
  }
}
