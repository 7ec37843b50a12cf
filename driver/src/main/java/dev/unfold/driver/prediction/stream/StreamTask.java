package dev.unfold.driver.prediction.stream;

import dev.unfold.driver.corpus.row.DatasetRows;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.SharedValue;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.SequencePosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupState;
import scala.Tuple2;

/**
 * Makes predictions for the events of a micro-batch, key by key. Spark deserializes an object for
 * each task, which has its own kernels and network until the task ends.
 */
final class StreamTask
    implements FlatMapGroupsWithStateFunction<byte[], Row, Tuple2<byte[], byte[]>, Row> {
  private static final long serialVersionUID = 1L;
  private static final int MILLIS = 1000;

  private final SharedValue<StreamModels> models;
  private final DatasetRows reader;
  private final OutputOptions options;
  private final Kernels kernels;
  private final boolean ends;
  private transient OpenStreams open;

  /**
   * @param ends whether the state of a key is removed when no event can continue its sequence
   */
  StreamTask(
      SharedValue<StreamModels> models,
      DatasetRows reader,
      OutputOptions options,
      Kernels kernels,
      boolean ends) {
    this.models = models;
    this.reader = reader;
    this.options = options;
    this.kernels = kernels;
    this.ends = ends;
  }

  @Override
  public Iterator<Row> call(
      byte[] key, Iterator<Row> events, GroupState<Tuple2<byte[], byte[]>> state)
      throws IOException {
    if (state.hasTimedOut()) {
      state.remove();
      return Collections.emptyIterator();
    }
    List<PredictionRow> rows = new ArrayList<>();
    reader.read(events).forEachRemaining(rows::add);
    OpenStreams streams = open();
    KeyState before =
        state.exists() ? KeyState.of(state.get()) : KeyState.initial(streams.model().hash());
    OpenStreams.Advanced advanced = streams.advance(before, rows);
    KeyState after = advanced.state();
    if (after.position().length > 0) {
      state.update(after.stored());
      if (ends) {
        state.setTimeoutTimestamp(Math.max(end(after), state.getCurrentWatermarkMs() + 1));
      }
    }
    return advanced.rows().iterator();
  }

  /** Returns the time in milliseconds after which an event starts another sequence. */
  private long end(KeyState state) {
    double gap = open.model().sequence().gap();
    return (long) Math.ceil((SequencePosition.first(state.position()) + gap) * MILLIS);
  }

  private OpenStreams open() throws IOException {
    if (open == null) {
      OpenStreams opened = new OpenStreams(models.value().current(), options, kernels);
      SparkJobs.closeWithTask(opened::close);
      open = opened;
    }
    return open;
  }
}
