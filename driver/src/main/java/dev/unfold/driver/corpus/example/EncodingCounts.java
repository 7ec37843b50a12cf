package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.example.sequence.CountedSteps;
import dev.unfold.driver.corpus.row.RecordingRates;
import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.batch.LengthBuckets;
import dev.unfold.worker.sequence.batch.TargetAlignment;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleSteps;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.sequence.row.MissingCounts;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.UnknownTokens;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The counts of the examples to be encoded. It is an ordinary class, which Kryo can read. */
final class EncodingCounts implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(EncodingCounts.class);
  private static final long serialVersionUID = 1L;

  private final MessageSummary faults = new MessageSummary();
  private final MessageSummary notices = new MessageSummary();
  private final TreeMap<Integer, Long> lengths = new TreeMap<>();
  private final TreeMap<Integer, Long> alignableStrides = new TreeMap<>();
  private final LabelTally labels = new LabelTally();
  private final MissingCounts missing = new MissingCounts();
  private final RecordingRates rates = new RecordingRates();
  private long bytes;
  private long inputSteps;
  private long targetSteps;
  private int longestInput;
  private int longestTarget;
  private long unknownInputs;
  private long unknownTargets;
  private long stepsWithoutTarget;
  private long weightlessTargets;
  private long rowsTooShort;
  private long linesPassedOver;
  private long repeatedPositions;

  /** Counts the rows of a partition that are examples, and those that cannot be used. */
  static Iterator<EncodingCounts> of(
      Iterator<RowReadResult<RawExample>> rows, ExampleRowEncoder encoder) throws IOException {
    return of(rows, encoder, encoder::encode, true);
  }

  /** Counts the rows of a partition that are steps and cannot be used. */
  static Iterator<EncodingCounts> ofSteps(
      Iterator<RowReadResult<RawExample>> rows, ExampleRowEncoder encoder) throws IOException {
    return of(rows, encoder, row -> Optional.of(encoder.encodeFields(row)), false);
  }

  /**
   * Counts the examples of sequences.
   *
   * @param steps the steps of which they consist
   */
  static Iterator<EncodingCounts> ofSequences(
      Iterator<Optional<ExampleSteps>> examples, ExampleRowEncoder encoder, CountedSteps steps) {
    EncodingCounts counts = new EncodingCounts();
    examples.forEachRemaining(
        example ->
            example.ifPresentOrElse(
                present -> counts.add(present, encoder), () -> counts.rowsTooShort++));
    counts.repeatedPositions = steps.repeated();
    return List.of(counts).iterator();
  }

  private static Iterator<EncodingCounts> of(
      Iterator<RowReadResult<RawExample>> rows,
      ExampleRowEncoder encoder,
      RowReadResult.Reading<RawExample, Optional<Example>> encoding,
      boolean areExamples)
      throws IOException {
    EncodingCounts counts = new EncodingCounts();
    while (rows.hasNext()) {
      RowReadResult<RawExample> row = rows.next();
      RowReadResult<Optional<Example>> encoded = row.map(encoding);
      if (encoded instanceof RowReadResult.Fault<Optional<Example>> fault) {
        counts.faults.add(fault.message());
      } else if (encoded instanceof RowReadResult.Notice<Optional<Example>> notice) {
        counts.notices.add(notice.message());
      } else if (row instanceof RowReadResult.Good<RawExample> raw
          && encoded instanceof RowReadResult.Good<Optional<Example>> good) {
        counts.linesPassedOver += raw.value().row().linesPassedOver();
        counts.labels.add(raw.value(), encoder.schema().target());
        counts.missing.add(raw.value(), encoder.kinds(), encoder.schema().input());
        counts.rates.add(raw.value(), encoder.kinds());
        if (areExamples) {
          good.value()
              .ifPresentOrElse(
                  example -> counts.add(ExampleSteps.of(example), encoder),
                  () -> counts.rowsTooShort++);
        }
      }
    }
    return List.of(counts).iterator();
  }

  private void add(ExampleSteps example, ExampleRowEncoder encoder) {
    lengths.merge(encoder.length(example), 1L, Long::sum);
    longestInput = Math.max(longestInput, example.steps());
    AtomicInteger targets = new AtomicInteger();
    example.forEachRange(
        range -> {
          addRange(range, encoder);
          targets.addAndGet(range.target().steps());
        });
    longestTarget = Math.max(longestTarget, targets.get());
  }

  private void addRange(Example example, ExampleRowEncoder encoder) {
    bytes += ExampleCodec.encode(example).length;
    inputSteps += example.input().steps();
    long weightless = weightless(example);
    weightlessTargets += weightless;
    targetSteps += example.target().valueCount() - weightless;
    stepsWithoutTarget += example.target().steps() - example.target().valueCount();
    unknownInputs += UnknownTokens.count(example.input(), encoder.schema().input());
    unknownTargets += UnknownTokens.count(example.target(), encoder.schema().target());
    if (encoder.kinds().target().kind().isSequence()
        && example.target() instanceof FieldSequence.Ids target) {
      int stride = TargetAlignment.largestStride(example.input().steps(), target.ids());
      alignableStrides.merge(stride, 1L, Long::sum);
    }
  }

  /** Returns the number of targets whose weight is 0. */
  private static long weightless(Example example) {
    return example.weights().isEmpty()
        ? 0
        : IntStream.range(0, example.target().steps())
            .filter(step -> example.target().hasValue(step) && example.weight(step) == 0)
            .count();
  }

  /** Adds the counts of later rows of the table. */
  void addAll(EncodingCounts other) {
    addMessages(other.messages());
    addNumbers(other);
  }

  /** The messages about rows, which are in the order of these. */
  record Messages(MessageSummary faults, MessageSummary notices) {}

  Messages messages() {
    return new Messages(faults, notices);
  }

  /** Adds the messages about later rows of the table. */
  void addMessages(Messages later) {
    faults.addAll(later.faults());
    notices.addAll(later.notices());
  }

  /** Adds the counts of other rows of the table without their messages. */
  void addNumbers(EncodingCounts other) {
    labels.addAll(other.labels);
    missing.addAll(other.missing);
    rates.addAll(other.rates);
    other.alignableStrides.forEach(
        (stride, count) -> alignableStrides.merge(stride, count, Long::sum));
    other.lengths.forEach((length, count) -> lengths.merge(length, count, Long::sum));
    bytes += other.bytes;
    inputSteps += other.inputSteps;
    targetSteps += other.targetSteps;
    longestInput = Math.max(longestInput, other.longestInput);
    longestTarget = Math.max(longestTarget, other.longestTarget);
    unknownInputs += other.unknownInputs;
    unknownTargets += other.unknownTargets;
    stepsWithoutTarget += other.stepsWithoutTarget;
    weightlessTargets += other.weightlessTargets;
    rowsTooShort += other.rowsTooShort;
    linesPassedOver += other.linesPassedOver;
    repeatedPositions += other.repeatedPositions;
  }

  /**
   * Returns these counts after checking that there are examples and no faults.
   *
   * @param described the files of the table, for messages
   */
  EncodingCounts usable(CorpusSettings settings, String described) throws CorpusException {
    faults.requireNone();
    notices.log();
    if (lengths.isEmpty()) {
      throw new CorpusException("no examples in " + described);
    }
    labels.requireKnown(described);
    ExampleCounts all = counts(settings.columns());
    all.requireTargets(described);
    all.requireForecasts(settings.target(), described);
    all.missingTargets(described).ifPresent(LOG::info);
    all.weightless(described).ifPresent(LOG::info);
    all.tooShort(described).ifPresent(LOG::info);
    if (repeatedPositions > 0) {
      LOG.info(
          "{}: {} rows have the position of another row of their sequence (corpus.sequence.order);"
              + " such rows are in the order of their content",
          described,
          repeatedPositions);
    }
    rates
        .lines(new ExampleFieldKinds(settings.columns(), settings.target()))
        .forEach(line -> LOG.warn("{}: {}", described, line));
    return this;
  }

  MessageSummary faults() {
    return faults;
  }

  LabelTally labels() {
    return labels;
  }

  MissingCounts missing() {
    return missing;
  }

  /** Returns the total size of the encoded examples. */
  long bytes() {
    return bytes;
  }

  LengthBuckets buckets() {
    return LengthBuckets.of(lengths);
  }

  /**
   * Returns the counts that a corpus keeps.
   *
   * @param inputs the inputs of the rows
   */
  ExampleCounts counts(InputColumns inputs) {
    return new ExampleCounts(
        inputSteps,
        targetSteps,
        longestInput,
        longestTarget,
        unknownInputs,
        unknownTargets,
        labels.unseenTargets(),
        stepsWithoutTarget,
        weightlessTargets,
        rowsTooShort,
        linesPassedOver,
        alignableStrides,
        missing.byColumn(inputs));
  }
}
