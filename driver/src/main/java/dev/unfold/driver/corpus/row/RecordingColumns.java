package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.Recording;
import dev.unfold.worker.sequence.row.SpeakerColumn;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * The inputs that are recordings.
 *
 * @param inputs all inputs
 * @param speakers the index of the column with the speaker of each input, or -1
 * @param reader the reader of recordings
 */
record RecordingColumns(InputColumns inputs, int[] speakers, RecordingReader reader)
    implements Serializable {
  private static final int NO_COLUMN = -1;

  /**
   * Returns the columns that the settings name.
   *
   * @param configuration the configuration by which recordings are found
   * @throws CorpusException if the table lacks one
   */
  static RecordingColumns of(ColumnIndex table, InputColumns inputs, Configuration configuration)
      throws CorpusException {
    int[] speakers = new int[inputs.columns().size()];
    for (int i = 0; i < speakers.length; i++) {
      InputSettings input = inputs.columns().get(i);
      speakers[i] = input.hasSpeaker() ? table.of(input.audio().speaker()) : NO_COLUMN;
    }
    return new RecordingColumns(inputs, speakers, RecordingReader.of(inputs, configuration));
  }

  /**
   * Returns the recording that the value of an input names or contains; any other value, and that
   * of another kind of input, as it is.
   *
   * @param input the index of the input
   * @throws CorpusException naming file and row if the recording cannot be read, or has no speaker
   */
  Object read(ValueRow row, int input, Object value) throws IOException {
    InputSettings settings = inputs.columns().get(input);
    if (settings.kind() != InputSettings.Kind.AUDIO) {
      return value;
    }
    Object read = recording(row.place(), value);
    return settings.hasSpeaker() && read instanceof Recording recording
        ? recording.of(
            SpeakerColumn.speaker(
                row.place().toString(), settings.audio().speaker(), row.values()[speakers[input]]))
        : read;
  }

  private Object recording(ValueRow.Place place, Object value) throws IOException {
    try {
      return reader.read(place.file(), value);
    } catch (CorpusException e) {
      throw new CorpusException(e.kind(), place + ": " + e.getMessage());
    }
  }
}
