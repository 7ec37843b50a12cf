package dev.unfold.driver.prediction;

import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.sequence.StepRow;
import dev.unfold.worker.prediction.Prediction;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The output of rows that are steps.
 *
 * @param columns the columns of the predictions
 * @param counters the counters of the rows
 */
record StepOutputs(OutputValues columns, BufferedRows.Counters counters) {
  /**
   * Returns rows with their predictions, each when it is needed.
   *
   * @param ofSteps the prediction of each row with an input
   */
  Iterator<Row> of(Iterator<StepRow> rows, Iterator<Optional<Prediction>> ofSteps) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        StepRow row = rows.next();
        return of(row, row.isStep() ? ofSteps.next() : Optional.empty());
      }
    };
  }

  /** Returns a row with its prediction. */
  Row of(StepRow row, Optional<Prediction> prediction) {
    Object[] predicted = columns.values(prediction).toArray();
    counters.add(1, predicted[0] == null ? 1 : 0);
    int columnsOfTable = row.values().length;
    Object[] all = Arrays.copyOf(row.values(), columnsOfTable + predicted.length, Object[].class);
    System.arraycopy(predicted, 0, all, columnsOfTable, predicted.length);
    return RowFactory.create(all);
  }
}
