package dev.unfold.driver.prediction;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.prediction.sequence.RowBytes;
import dev.unfold.driver.prediction.sequence.SequencePart;
import dev.unfold.driver.prediction.sequence.SequencePart.Window;
import dev.unfold.driver.prediction.sequence.SequenceParts;
import dev.unfold.worker.prediction.NumberedExample;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.sequence.CorpusException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * An iterator of rows that are steps, with their predictions. Several sequences are read at a time,
 * so that parts of similar length are predicted together; a sequence that is read in parts without
 * windows is predicted by itself, with the states after the part before.
 */
final class PredictedSequences extends BufferedRows {
  private final SequenceParts parts;
  private final PredictedRows.Pipeline pipeline;
  private final StepOutputs outputs;
  private final int stepsAtATime;

  /** The part of a long sequence that is predicted next, if there is one. */
  private Optional<SequencePart> ofLong = Optional.empty();

  private Optional<LongSequence> open = Optional.empty();

  /** A part with its windows and the index of the prediction for the first of them. */
  private record Read(SequencePart part, List<Window> windows, int prediction) {
    /** Returns the number of rows or, if windows overlap, of the steps of all windows. */
    long steps() {
      long ofWindows = windows.stream().mapToLong(window -> window.fields().input().steps()).sum();
      return Math.max(part.rows().size(), ofWindows);
    }
  }

  /**
   * @param outputs the output of rows that are steps
   * @param stepsAtATime the number of steps above which no further sequences are read
   */
  PredictedSequences(
      SequenceParts parts, PredictedRows.Pipeline pipeline, StepOutputs outputs, int stepsAtATime) {
    this.parts = parts;
    this.pipeline = pipeline;
    this.outputs = outputs;
    this.stepsAtATime = stepsAtATime;
  }

  @Override
  boolean hasUnread() {
    return ofLong.isPresent() || parts.hasNext();
  }

  @Override
  List<Iterator<Row>> predict() throws CorpusException {
    List<Read> read = new ArrayList<>();
    List<NumberedExample> examples = new ArrayList<>();
    long steps = 0;
    long bytes = 0;
    while (parts.hasNext()
        && ofLong.isEmpty()
        && steps < stepsAtATime
        && bytes < RowBytes.MAX_IN_MEMORY) {
      SequencePart part = parts.next();
      if (!part.isWhole() && pipeline.reader().sequence().window().length() == 0) {
        ofLong = Optional.of(part);
      } else {
        read.add(read(part, examples));
        steps += read.get(read.size() - 1).steps();
        bytes += part.rows().bytesInMemory();
      }
    }
    if (read.isEmpty()) {
      return predictLong();
    }
    List<Prediction> predictions = pipeline.predictor().predict(examples, SparkJobs::cancelled);
    List<Iterator<Row>> rows = new ArrayList<>();
    for (Read of : read) {
      rows.add(outputs.of(of.part().rows().rows(), new OfSteps(of, predictions)));
    }
    return rows;
  }

  private List<Iterator<Row>> predictLong() {
    SequencePart part = ofLong.orElseThrow();
    ofLong = Optional.empty();
    if (part.first()) {
      open = Optional.of(new LongSequence(pipeline, outputs));
    }
    return List.of(open.orElseThrow().add(part));
  }

  /** Appends the windows of a part to the examples. */
  private Read read(SequencePart part, List<NumberedExample> examples) throws CorpusException {
    int first = examples.size();
    if (part.steps().isEmpty()) {
      return new Read(part, List.of(), first);
    }
    SequencePart.Steps steps = part.steps().get();
    List<Window> windows = steps.windows(pipeline.reader().sequence().window());
    for (Window window : windows) {
      pipeline.reader().requireShort(steps.firstRow().place(), window.fields());
      boolean ofStart = part.first() && window.first() == 0;
      boolean ofEnd = part.last() && window.end() == steps.fields().input().steps();
      examples.add(
          new NumberedExample(
              0, pipeline.reader().encoder().finish(window.fields(), ofStart, ofEnd)));
    }
    return new Read(part, windows, first);
  }

  /** An iterator of the prediction of each step of a part, as its first window has it. */
  private static final class OfSteps implements Iterator<Optional<Prediction>> {
    private final Iterator<Window> windows;
    private final Iterator<Prediction> ofWindows;
    private List<Prediction> predictions = List.of();
    private int step;
    private int end;

    OfSteps(Read read, List<Prediction> predictions) {
      windows = read.windows().iterator();
      ofWindows = predictions.listIterator(read.prediction());
    }

    @Override
    public boolean hasNext() {
      return step < end || windows.hasNext();
    }

    @Override
    public Optional<Prediction> next() {
      if (step == end) {
        Window window = windows.next();
        predictions = ofWindows.next().steps();
        end = window.fields().input().steps();
        step = window.repeated();
      }
      int none = end - predictions.size();
      int at = step - none;
      step++;
      return at < 0 ? Optional.empty() : Optional.of(predictions.get(at));
    }
  }
}
