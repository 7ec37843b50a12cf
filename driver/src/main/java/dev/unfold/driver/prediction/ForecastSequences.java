package dev.unfold.driver.prediction;

import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.sequence.CorpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;

/**
 * An iterator of the forecasts of sequences whose rows are steps: a row for each step ahead, with
 * the columns of the last row of its sequence.
 */
final class ForecastSequences extends BufferedRows {
  private final Iterator<RowSequence> sequences;
  private final Forecaster forecaster;
  private final LongAccumulator done;
  private final LongAccumulator empty;

  /**
   * @param done the counter of rows that were read
   * @param empty the counter of rows of sequences without a forecast
   */
  ForecastSequences(
      Iterator<RowSequence> sequences,
      Forecaster forecaster,
      LongAccumulator done,
      LongAccumulator empty) {
    this.sequences = sequences;
    this.forecaster = forecaster;
    this.done = done;
    this.empty = empty;
  }

  @Override
  boolean hasUnread() {
    return sequences.hasNext();
  }

  @Override
  List<Row> predict() throws CorpusException {
    List<RowSequence> read = new ArrayList<>();
    List<Forecaster.Sequence> known = new ArrayList<>();
    long steps = 0;
    while (sequences.hasNext() && steps < MAX_STEPS) {
      RowSequence sequence = sequences.next();
      int rows = sequence.rows().size();
      done.add(rows);
      steps += rows;
      if (sequence.fields().isPresent()) {
        String place = sequence.place(sequence.withInput().size() - 1);
        read.add(sequence);
        known.add(new Forecaster.Sequence(place, sequence.fields().get()));
      } else {
        empty.add(rows);
      }
    }
    List<Prediction.Frames> forecasts = forecaster.forecast(known);
    List<Row> written = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      List<Integer> withInput = read.get(i).withInput();
      int last = withInput.get(withInput.size() - 1);
      List<Object> ofLast = Arrays.asList(read.get(i).rows().get(last).values());
      int step = 0;
      for (Prediction ahead : forecasts.get(i).steps()) {
        List<Object> values = new ArrayList<>(ofLast);
        values.add(++step);
        values.addAll(forecaster.pipeline().columns().values(Optional.of(ahead)));
        written.add(RowFactory.create(values.toArray()));
      }
    }
    return written;
  }
}
