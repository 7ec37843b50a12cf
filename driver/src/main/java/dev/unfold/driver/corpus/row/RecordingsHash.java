package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.table.FileTable;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.worker.file.UnorderedSha256;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A hash of the path, the size and the modification time of each recording that the rows of a table
 * name, which tells whether one of them has changed.
 */
final class RecordingsHash {
  private RecordingsHash() {}

  /** Returns the hash, which does not depend on the order of the rows. */
  static String of(FileTable table, InputColumns inputs, Configuration configuration)
      throws CorpusException {
    int[] columns = new int[inputs.columns().size()];
    int count = 0;
    for (InputSettings input : inputs.columns()) {
      if (input.kind() == InputSettings.Kind.AUDIO) {
        columns[count++] = table.indexOf(input.column());
      }
    }
    int[] audio = Arrays.copyOf(columns, count);
    RecordingReader reader = RecordingReader.of(inputs, configuration);
    UnorderedSha256 sum = new UnorderedSha256();
    PartitionElements.collect(table.rows().mapPartitions(rows -> ofRows(rows, audio, reader)))
        .forEach(sum::addSum);
    return sum.toString();
  }

  private static Iterator<String> ofRows(
      Iterator<RowReadResult<ValueRow>> rows, int[] audio, RecordingReader reader)
      throws IOException {
    UnorderedSha256 sum = new UnorderedSha256();
    while (rows.hasNext()) {
      if (rows.next() instanceof RowReadResult.Good<ValueRow> good) {
        for (int column : audio) {
          sum.add(described(good.value(), column, reader));
        }
      }
    }
    return List.of(sum.toString()).iterator();
  }

  /** Returns a file as it is listed; what cannot be found is told when the rows are read. */
  private static String described(ValueRow row, int column, RecordingReader reader)
      throws IOException {
    try {
      Optional<?> file = reader.find(row.place().file(), row.values()[column]);
      return file.map(Object::toString).orElse("");
    } catch (CorpusException e) {
      return e.getMessage();
    }
  }
}
