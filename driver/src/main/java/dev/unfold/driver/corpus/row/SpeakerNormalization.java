package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.statistics.SpeakerMoments;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.execution.SharedValue;
import dev.unfold.worker.sequence.acoustic.FrameMoments;
import dev.unfold.worker.sequence.row.AudioValues;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.RawField;
import dev.unfold.worker.sequence.row.Recording;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * The normalization of acoustic features over all recordings of a speaker in a table. The moments
 * of the speakers are computed before the rows are read again; recordings that cannot be used do
 * not count, and are told when their rows are read.
 *
 * @param inputs the inputs of the table
 * @param moments the moments of each speaker of each input
 */
public record SpeakerNormalization(
    InputColumns inputs, SharedValue<HashMap<String, FrameMoments>> moments)
    implements Serializable {
  /** Returns the rows of a table with the moments of their speakers, if its inputs need them. */
  static JavaRDD<RowReadResult<TableRow>> ofTable(
      JavaSparkContext spark, InputColumns inputs, JavaRDD<RowReadResult<TableRow>> rows)
      throws IOException {
    if (!inputs.haveSpeakers()) {
      return rows;
    }
    SpeakerNormalization all = of(spark, inputs, good(rows).map(TableRow::inputs));
    return rows.map(row -> row.map(good -> good.withInputs(all.normalized(good.inputs()))));
  }

  /** Does the same for rows for which predictions are made. */
  static JavaRDD<RowReadResult<PredictionRow>> ofPredictions(
      JavaSparkContext spark, InputColumns inputs, JavaRDD<RowReadResult<PredictionRow>> rows)
      throws IOException {
    if (!inputs.haveSpeakers()) {
      return rows;
    }
    SpeakerNormalization all = of(spark, inputs, good(rows).map(PredictionRow::inputs));
    return rows.map(row -> row.map(all::normalized));
  }

  /**
   * Computes the moments of the speakers of rows.
   *
   * @param rows the values of the inputs of each row
   * @throws IOException if the rows cannot be read
   */
  public static SpeakerNormalization of(
      JavaSparkContext spark, InputColumns inputs, JavaRDD<List<Object>> rows) throws IOException {
    Map<String, FrameMoments> moments =
        SpeakerMoments.of(spark, rows.flatMapToPair(values -> frames(inputs, values)));
    return new SpeakerNormalization(inputs, SharedValue.of(spark, new HashMap<>(moments)));
  }

  private static <T> JavaRDD<T> good(JavaRDD<RowReadResult<T>> rows) {
    return rows.flatMap(row -> row.ifGood().stream().iterator());
  }

  private static Iterator<Tuple2<String, RawField.Numbers>> frames(
      InputColumns inputs, List<Object> values) {
    List<Tuple2<String, RawField.Numbers>> frames = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      InputSettings input = inputs.columns().get(i);
      if (input.hasSpeaker() && values.get(i) instanceof Recording recording) {
        String speaker = key(i, recording);
        AudioValues.unnormalized(recording, input.audio())
            .ifPresent(numbers -> frames.add(new Tuple2<>(speaker, numbers)));
      }
    }
    return frames.iterator();
  }

  private static String key(int input, Recording recording) {
    return input + " " + recording.speaker();
  }

  /** Returns rows whose recordings have the moments of their speakers, one by one. */
  public Iterator<PredictionRow> normalized(Iterator<PredictionRow> rows) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false)
        .map(this::normalized)
        .iterator();
  }

  private PredictionRow normalized(PredictionRow row) {
    return row.withInputs(normalized(row.inputs()));
  }

  private List<Object> normalized(List<Object> values) {
    List<Object> normalized = new ArrayList<>(values);
    for (int i = 0; i < normalized.size(); i++) {
      if (inputs.columns().get(i).hasSpeaker() && values.get(i) instanceof Recording recording) {
        FrameMoments speaker = moments.value().get(key(i, recording));
        normalized.set(i, speaker == null ? recording : recording.normalizedBy(speaker));
      }
    }
    return normalized;
  }
}
