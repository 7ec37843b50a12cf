package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.Faults;
import dev.unfold.driver.corpus.Notices;
import dev.unfold.driver.corpus.table.ReadResult;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.Field;
import dev.unfold.worker.sequence.example.FieldForm;
import dev.unfold.worker.sequence.example.LengthBuckets;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What there is to encode; an ordinary class, which Kryo can read. */
final class Census implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Faults faults = new Faults();
  private final Notices notices = new Notices();
  private final TreeMap<Integer, Long> lengths = new TreeMap<>();
  private long bytes;
  private long inputSteps;
  private long targetSteps;
  private int longestInput;
  private int longestTarget;
  private long unknownInputs;
  private long unknownTargets;
  private long rowsTooShort;
  private long linesPassedOver;

  /** Counts the rows of a partition, and those that cannot be used. */
  static Iterator<Census> of(Iterator<ReadResult<RawExample>> rows, RowEncoder encoder)
      throws IOException {
    Census census = new Census();
    while (rows.hasNext()) {
      ReadResult<RawExample> row = rows.next();
      ReadResult<Optional<Example>> encoded = row.map(encoder::encode);
      if (encoded instanceof ReadResult.Fault<Optional<Example>> fault) {
        census.faults.add(fault.message());
      } else if (encoded instanceof ReadResult.Notice<Optional<Example>> notice) {
        census.notices.add(notice.message());
      } else if (row instanceof ReadResult.Good<RawExample> raw
          && encoded instanceof ReadResult.Good<Optional<Example>> good) {
        census.linesPassedOver += raw.value().row().linesPassedOver();
        good.value()
            .ifPresentOrElse(example -> census.add(example, encoder), () -> census.rowsTooShort++);
      }
    }
    return List.of(census).iterator();
  }

  private void add(Example example, RowEncoder encoder) {
    lengths.merge(encoder.length(example), 1L, Long::sum);
    bytes += ExampleCodec.encode(example).length;
    inputSteps += example.input().steps();
    targetSteps += example.target().steps();
    longestInput = Math.max(longestInput, example.input().steps());
    longestTarget = Math.max(longestTarget, example.target().steps());
    unknownInputs += unknown(example.input(), encoder.form().input());
    unknownTargets += unknown(example.target(), encoder.form().target());
  }

  private static long unknown(Field field, FieldForm form) {
    if (!(form instanceof FieldForm.Tokens)) {
      return 0;
    }
    if (field instanceof Field.Ids ids) {
      return unknown(ids.ids());
    }
    return Arrays.stream(((Field.IdSets) field).sets()).mapToLong(Census::unknown).sum();
  }

  private static long unknown(int[] ids) {
    return Arrays.stream(ids).filter(id -> id == Vocabulary.UNKNOWN_ID).count();
  }

  /** Adds what another counted of rows that come behind in the table. */
  Census addAll(Census other) {
    faults.addAll(other.faults);
    notices.addAll(other.notices);
    other.lengths.forEach((length, count) -> lengths.merge(length, count, Long::sum));
    bytes += other.bytes;
    inputSteps += other.inputSteps;
    targetSteps += other.targetSteps;
    longestInput = Math.max(longestInput, other.longestInput);
    longestTarget = Math.max(longestTarget, other.longestTarget);
    unknownInputs += other.unknownInputs;
    unknownTargets += other.unknownTargets;
    rowsTooShort += other.rowsTooShort;
    linesPassedOver += other.linesPassedOver;
    return this;
  }

  Faults faults() {
    return faults;
  }

  Notices notices() {
    return notices;
  }

  boolean isEmpty() {
    return lengths.isEmpty();
  }

  /** Of all encoded examples together. */
  long bytes() {
    return bytes;
  }

  LengthBuckets buckets() {
    return LengthBuckets.of(lengths);
  }

  ExampleCounts counts() {
    return new ExampleCounts(
        inputSteps,
        targetSteps,
        longestInput,
        longestTarget,
        unknownInputs,
        unknownTargets,
        rowsTooShort,
        linesPassedOver);
  }
}
