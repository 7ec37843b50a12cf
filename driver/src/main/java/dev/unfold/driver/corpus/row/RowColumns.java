package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.PositionColumns;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.sequence.row.WeightColumn;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The columns of a table that are read.
 *
 * @param inputs the indices of the inputs
 * @param listed whether the value of an input is a step, which is read as a list of one
 * @param target the index of the target, or -1
 * @param targetListed whether the value of the target is that of a step
 * @param targetFramed whether it is a frame, which may be a number
 * @param recordings the inputs that are recordings
 * @param position the columns of the sequence of a row; of none if each row is an example
 * @param weight the column of the weight of a row
 */
record RowColumns(
    int[] inputs,
    boolean[] listed,
    int target,
    boolean targetListed,
    boolean targetFramed,
    RecordingColumns recordings,
    PositionColumns position,
    WeightColumn weight)
    implements Serializable {
  private static final int NO_COLUMN = -1;

  /**
   * Returns the columns that the settings name.
   *
   * @param configuration the configuration by which recordings are found
   * @throws CorpusException if the table lacks one
   */
  static RowColumns of(ColumnIndex table, CorpusSettings settings, Configuration configuration)
      throws CorpusException {
    SequenceSettings sequence = settings.sequence();
    List<InputSettings> inputs = settings.columns().columns();
    boolean[] listed = new boolean[inputs.size()];
    for (int i = 0; i < listed.length; i++) {
      listed[i] = sequence.rowsAreSteps() && inputs.get(i).kind().isSequence();
    }
    TargetSettings.Kind target = settings.target().kind();
    return new RowColumns(
        indices(table, settings.columns().names()),
        listed,
        target.hasColumn() ? table.of(settings.target().column()) : NO_COLUMN,
        sequence.rowsAreSteps() && target.isPerStep(),
        target == TargetSettings.Kind.FRAMES,
        RecordingColumns.of(table, settings.columns(), configuration),
        new PositionColumns(
            indices(table, sequence.by()), indices(table, sequence.order()), sequence),
        new WeightColumn(
            settings.weight(),
            settings.weight().hasColumn() ? table.of(settings.weight().column()) : NO_COLUMN));
  }

  /**
   * Returns the values of a row.
   *
   * @throws CorpusException naming file and row if its sequence, its position there, its weight,
   *     its recording or the speaker of that is missing
   */
  TableRow row(ValueRow row) throws IOException {
    List<Object> values = values(row, inputs);
    for (int i = 0; i < listed.length; i++) {
      values.set(i, listed[i] ? step(values.get(i)) : recordings.read(row, i, values.get(i)));
    }
    Object value = target == NO_COLUMN ? null : plain(row.values()[target]);
    String place = row.place().toString();
    boolean isStep = position.sequence().rowsAreSteps();
    return new TableRow(
        place,
        values,
        target(value),
        isStep ? position.position(place, row.values()) : new byte[0],
        weight.weight(place, row.values()),
        0);
  }

  private Object target(Object value) {
    if (!targetListed) {
      return value;
    }
    return targetFramed && !(value instanceof List<?>) ? step(step(value)) : step(value);
  }

  private static Object step(Object value) {
    List<Object> step = new ArrayList<>();
    step.add(value);
    return value == null ? null : step;
  }

  /** Returns the indices of columns of a table. */
  private static int[] indices(ColumnIndex table, List<String> names) throws CorpusException {
    int[] indices = new int[names.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = table.of(names.get(i));
    }
    return indices;
  }

  /** Returns the values of some columns of a row. */
  private static List<Object> values(ValueRow row, int[] indices) {
    List<Object> values = new ArrayList<>();
    for (int index : indices) {
      values.add(plain(row.values()[index]));
    }
    return values;
  }

  /** Returns a value with its lists as Java lists. */
  private static Object plain(Object value) {
    if (value instanceof Seq<?> sequence) {
      return JavaConverters.seqAsJavaList(sequence).stream().map(RowColumns::plain).toList();
    }
    return value instanceof Object[] array ? Arrays.asList(array) : value;
  }
}
