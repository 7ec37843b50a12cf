package dev.unfold.driver.prediction;

import dev.unfold.driver.prediction.sequence.RowBytes;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.row.PredictionRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;

/**
 * An iterator of rows that are sequences, with the forecasts of the steps after them as lists.
 *
 * @see PredictedRows
 */
final class ForecastRows extends BufferedRows {
  private final Iterator<PredictionRow> rows;
  private final Forecaster forecaster;
  private final LongAccumulator done;
  private final LongAccumulator empty;

  /**
   * @param done the counter of rows that were read
   * @param empty the counter of rows without a forecast
   */
  ForecastRows(
      Iterator<PredictionRow> rows,
      Forecaster forecaster,
      LongAccumulator done,
      LongAccumulator empty) {
    this.rows = rows;
    this.forecaster = forecaster;
    this.done = done;
    this.empty = empty;
  }

  @Override
  boolean hasUnread() {
    return rows.hasNext();
  }

  @Override
  List<Iterator<Row>> predict() throws CorpusException {
    List<PredictionRow> read = new ArrayList<>();
    List<SequenceExtension.Sequence> sequences = new ArrayList<>();
    List<Boolean> hasFields = new ArrayList<>();
    long steps = 0;
    long bytes = 0;
    while (rows.hasNext() && isRoom(steps, bytes)) {
      PredictionRow row = rows.next();
      bytes += RowBytes.of(row.values());
      Optional<Example> fields = forecaster.pipeline().reader().encoder().encodeStep(row);
      read.add(row);
      hasFields.add(fields.isPresent());
      fields.ifPresent(all -> sequences.add(new SequenceExtension.Sequence(row.place(), all)));
      steps += fields.map(all -> all.input().steps()).orElse(0) + 1L;
    }
    Iterator<Prediction.Frames> forecasts = forecaster.forecast(sequences).iterator();
    List<Row> written = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      Optional<Prediction> forecast =
          hasFields.get(i) ? Optional.of(forecasts.next()) : Optional.empty();
      List<Object> values = new ArrayList<>(read.get(i).values());
      values.addAll(forecaster.pipeline().columns().values(forecast));
      written.add(RowFactory.create(values.toArray()));
    }
    done.add(read.size());
    empty.add(read.size() - sequences.size());
    return List.of(written.iterator());
  }
}
