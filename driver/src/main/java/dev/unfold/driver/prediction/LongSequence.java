package dev.unfold.driver.prediction;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.prediction.sequence.SequencePart;
import dev.unfold.driver.prediction.sequence.StepRow;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.prediction.SegmentPredictor;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.row.SegmentEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * A sequence that is predicted part by part, with the states of the network after the part before.
 * Rows wait until their prediction is known.
 */
final class LongSequence {
  private final StepOutputs outputs;
  private final SegmentEncoder encoder;
  private final SegmentPredictor predictor;
  private final Deque<Iterator<StepRow>> rows = new ArrayDeque<>();
  private final Deque<Optional<Prediction>> predictions = new ArrayDeque<>();
  private StepRow next;

  /** The number of next predictions that are those of no row, but of a boundary. */
  private int boundaries;

  LongSequence(PredictedRows.Pipeline pipeline, StepOutputs outputs) {
    this.outputs = outputs;
    encoder = new SegmentEncoder(pipeline.reader().encoder());
    predictor = pipeline.predictor().segments(SparkJobs::cancelled);
  }

  /** Reads the next part, and returns the rows whose predictions are then known. */
  Iterator<Row> add(SequencePart part) {
    Example fields = part.steps().orElseThrow().fields();
    Example segment = encoder.next(fields, part.following());
    boundaries += segment.input().steps() - fields.input().steps();
    rows.addLast(part.rows().rows());
    for (Optional<Prediction> prediction : predictor.add(segment, part.last())) {
      if (boundaries > 0) {
        boundaries--;
      } else {
        predictions.addLast(prediction);
      }
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return isNextKnown();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        StepRow row = next;
        next = null;
        return outputs.of(row, row.isStep() ? predictions.removeFirst() : Optional.empty());
      }
    };
  }

  private boolean isNextKnown() {
    while (next == null && !rows.isEmpty()) {
      if (rows.getFirst().hasNext()) {
        next = rows.getFirst().next();
      } else {
        rows.removeFirst();
      }
    }
    return next != null && (!next.isStep() || !predictions.isEmpty());
  }
}
