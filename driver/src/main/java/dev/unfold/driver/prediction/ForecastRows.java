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

/**
 * An iterator of rows that are sequences, with the forecasts of the steps after them as lists.
 *
 * @see PredictedRows
 */
final class ForecastRows extends BufferedRows {
  private final Iterator<PredictionRow> rows;
  private final Forecaster forecaster;
  private final Counters counters;

  ForecastRows(Iterator<PredictionRow> rows, Forecaster forecaster, Counters counters) {
    this.rows = rows;
    this.forecaster = forecaster;
    this.counters = counters;
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
    counters.add(read.size(), read.size() - sequences.size());
    return List.of(written.iterator());
  }
}
