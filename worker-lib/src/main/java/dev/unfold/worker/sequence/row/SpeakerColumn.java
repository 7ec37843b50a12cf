package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;

/** Reads the speakers of recordings, which are texts, whole numbers or truth values. */
public final class SpeakerColumn {
  /** The setting that names the column. */
  public static final String KEY = "corpus.input.audio.speaker";

  private SpeakerColumn() {}

  /**
   * Returns the speaker of a recording.
   *
   * @param place the file and row, for messages
   * @param column the name of the column, for messages
   * @throws CorpusException naming file, row and column if the value is missing or cannot be used
   */
  public static String speaker(String place, String column, Object value) throws CorpusException {
    try {
      if (MissingValue.is(value)) {
        throw new BadValueException("a speaker", "none; fill it in or leave the row out");
      }
      return PositionColumns.text(value);
    } catch (BadValueException e) {
      throw new CorpusException(
          place
              + ": "
              + KEY
              + ", column "
              + column
              + ": expected "
              + e.expected()
              + ", found "
              + e.found());
    }
  }
}
