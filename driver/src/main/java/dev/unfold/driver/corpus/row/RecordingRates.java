package dev.unfold.driver.corpus.row;

import dev.unfold.worker.sequence.row.AudioValues;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.Recording;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Counts the recordings of each input with fewer samples per second than the rate to which they are
 * resampled: their upper bands are empty.
 */
public final class RecordingRates implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, Long> recordings = new TreeMap<>();
  private final TreeMap<Integer, Long> slower = new TreeMap<>();
  private final TreeMap<Integer, Integer> lowest = new TreeMap<>();

  /** Counts the recordings of a row that could be read. */
  public void add(RawExample row, ExampleFieldKinds kinds) {
    for (int i = 0; i < kinds.inputs().columns().size(); i++) {
      InputSettings input = kinds.inputs().columns().get(i);
      if (row.row().inputs().get(i) instanceof Recording recording) {
        OptionalInt rate = AudioValues.rate(recording);
        add(i, rate, input.audio().rate());
      }
    }
  }

  private void add(int input, OptionalInt rate, int expected) {
    if (rate.isPresent()) {
      recordings.merge(input, 1L, Long::sum);
      lowest.merge(input, rate.getAsInt(), Math::min);
      slower.merge(input, rate.getAsInt() < expected ? 1L : 0L, Long::sum);
    }
  }

  /** Adds the counts of other rows of the table. */
  public void addAll(RecordingRates other) {
    other.recordings.forEach((input, count) -> recordings.merge(input, count, Long::sum));
    other.slower.forEach((input, count) -> slower.merge(input, count, Long::sum));
    other.lowest.forEach((input, rate) -> lowest.merge(input, rate, Math::min));
  }

  /** Returns a line for each input that has such recordings. */
  public List<String> lines(ExampleFieldKinds kinds) {
    return slower.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> line(kinds, entry.getKey(), entry.getValue()))
        .toList();
  }

  private String line(ExampleFieldKinds kinds, int input, long count) {
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d recordings have fewer samples per second than audio.rate = %d: their bands"
            + " above half of their rate are empty; set audio.rate to that of the recordings, of"
            + " which the lowest is %d",
        kinds.inputName(input),
        count,
        recordings.get(input),
        kinds.inputs().columns().get(input).audio().rate(),
        lowest.get(input));
  }
}
