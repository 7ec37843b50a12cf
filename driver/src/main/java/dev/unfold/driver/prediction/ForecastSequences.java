package dev.unfold.driver.prediction;

import dev.unfold.driver.prediction.sequence.RowBytes;
import dev.unfold.driver.prediction.sequence.SequencePart;
import dev.unfold.driver.prediction.sequence.SequenceParts;
import dev.unfold.driver.prediction.sequence.SequenceRow;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.sequence.CorpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * An iterator of the forecasts of sequences whose rows are steps: a row for each step ahead, with
 * the columns of the last row of its sequence.
 */
final class ForecastSequences extends BufferedRows {
  private final SequenceParts sequences;
  private final Forecaster forecaster;
  private final Counters counters;

  ForecastSequences(SequenceParts sequences, Forecaster forecaster, Counters counters) {
    this.sequences = sequences;
    this.forecaster = forecaster;
    this.counters = counters;
  }

  @Override
  boolean hasUnread() {
    return sequences.hasNext();
  }

  @Override
  List<Iterator<Row>> predict() throws CorpusException {
    List<SequenceRow> last = new ArrayList<>();
    List<SequenceExtension.Sequence> known = new ArrayList<>();
    long steps = 0;
    long bytes = 0;
    while (sequences.hasNext() && isRoom(steps, bytes)) {
      SequencePart sequence = sequences.next();
      long rows = sequence.rows().size();
      sequence.rows().close(); // only the last one is written
      counters.add(rows, sequence.steps().isPresent() ? 0 : rows);
      steps += rows;
      if (sequence.steps().isPresent()) {
        SequencePart.Steps all = sequence.steps().get();
        last.add(all.lastRow());
        bytes += RowBytes.of(Arrays.asList(all.lastRow().values()));
        known.add(new SequenceExtension.Sequence(all.lastRow().place(), all.fields()));
      }
    }
    List<Prediction.Frames> forecasts = forecaster.forecast(known);
    List<Row> written = new ArrayList<>();
    for (int i = 0; i < last.size(); i++) {
      List<Object> ofLast = Arrays.asList(last.get(i).values());
      int step = 0;
      for (Prediction ahead : forecasts.get(i).steps()) {
        List<Object> values = new ArrayList<>(ofLast);
        values.add(++step);
        values.addAll(forecaster.pipeline().columns().values(Optional.of(ahead)));
        written.add(RowFactory.create(values.toArray()));
      }
    }
    return List.of(written.iterator());
  }
}
