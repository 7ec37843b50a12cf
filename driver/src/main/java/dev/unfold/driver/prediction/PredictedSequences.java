package dev.unfold.driver.prediction;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.prediction.NumberedExample;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;

/**
 * An iterator of rows that are steps, with their predictions. Several sequences are read at a time,
 * so that parts of similar length are predicted together; memory is bounded by the longest one.
 */
final class PredictedSequences extends BufferedRows {
  private final Iterator<RowSequence> sequences;
  private final PredictedRows.Pipeline pipeline;
  private final List<Object> none;
  private final LongAccumulator done;
  private final LongAccumulator empty;

  /** A sequence with its parts and the index of the prediction for the first of them. */
  private record Read(RowSequence sequence, List<RowSequence.Window> windows, int prediction) {
    /** Returns the number of rows or, if parts overlap, of the steps of all parts. */
    long steps() {
      long ofParts = windows.stream().mapToLong(window -> window.fields().input().steps()).sum();
      return Math.max(sequence.rows().size(), ofParts);
    }
  }

  /**
   * @param done the counter of rows that were read
   * @param empty the counter of rows without a prediction
   */
  PredictedSequences(
      Iterator<RowSequence> sequences,
      PredictedRows.Pipeline pipeline,
      LongAccumulator done,
      LongAccumulator empty) {
    this.sequences = sequences;
    this.pipeline = pipeline;
    this.done = done;
    this.empty = empty;
    none = pipeline.columns().values(Optional.empty());
  }

  @Override
  boolean hasUnread() {
    return sequences.hasNext();
  }

  @Override
  List<Row> predict() throws CorpusException {
    List<Read> read = new ArrayList<>();
    List<NumberedExample> examples = new ArrayList<>();
    long steps = 0;
    while (sequences.hasNext() && steps < MAX_STEPS) {
      Read next = read(sequences.next(), examples);
      read.add(next);
      steps += next.steps();
    }
    List<Prediction> predictions = pipeline.predictor().predict(examples, SparkJobs::cancelled);
    List<Row> rows = new ArrayList<>();
    for (Read of : read) {
      List<List<Object>> values = values(of, predictions);
      long predicted = values.stream().filter(value -> value.get(0) != null).count();
      empty.add(of.sequence().rows().size() - predicted);
      of.sequence().joined(values, none).stream().map(RowFactory::create).forEach(rows::add);
    }
    done.add(rows.size());
    return rows;
  }

  /** Appends the parts of a sequence to the examples. */
  private Read read(RowSequence sequence, List<NumberedExample> examples) throws CorpusException {
    List<RowSequence.Window> windows = sequence.windows(pipeline.reader().sequence().window());
    int first = examples.size();
    for (RowSequence.Window window : windows) {
      pipeline.reader().requireShort(sequence.place(window.first()), window.fields());
      boolean last = window.end() == sequence.withInput().size();
      Example example =
          pipeline.reader().encoder().finish(window.fields(), window.first() == 0, last);
      examples.add(new NumberedExample(0, example));
    }
    return new Read(sequence, windows, first);
  }

  /** Returns the predicted values of each row of a sequence that has an input. */
  private List<List<Object>> values(Read read, List<Prediction> predictions) {
    List<List<Object>> values =
        new ArrayList<>(Collections.nCopies(read.sequence().withInput().size(), none));
    for (int i = 0; i < read.windows().size(); i++) {
      RowSequence.Window window = read.windows().get(i);
      List<Prediction> steps = predictions.get(read.prediction() + i).steps();
      int first = window.end() - steps.size();
      for (int step = 0; step < steps.size(); step++) {
        if (first + step >= window.first() + window.repeated()) {
          values.set(first + step, pipeline.columns().values(Optional.of(steps.get(step))));
        }
      }
    }
    return values;
  }
}
