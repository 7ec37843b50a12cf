package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TimeFrames;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Encodes a field of a row by its schema.
 *
 * @param row the row, for messages
 * @param setting the name of the field in messages
 */
record RowFieldEncoder(TableRow row, String setting) {
  /**
   * Returns the field of a raw one, which is not absent.
   *
   * @param unseen the treatment of labels that the schema does not have
   * @throws CorpusException naming file and row if a label is unknown or frames have another width
   */
  FieldSequence encode(RawField raw, FieldSchema schema, UnseenLabels unseen)
      throws CorpusException {
    if (raw instanceof RawField.Texts texts) {
      return schema instanceof FieldSchema.Classes classes
          ? classes(texts.texts(), classes, unseen)
          : new FieldSequence.Ids(((FieldSchema.Tokens) schema).vocabulary().ids(texts.texts()));
    }
    if (raw instanceof RawField.Numbers times && schema instanceof FieldSchema.Times) {
      return TimeFrames.of(times.values());
    }
    if (raw instanceof RawField.Numbers numbers) {
      return normalized(numbers, (FieldSchema.Numbers) schema);
    }
    if (raw instanceof RawField.Missing missing && schema instanceof FieldSchema.Numbers numbers) {
      return normalized(missing.of(numbers.scale().width()), numbers);
    }
    if (raw instanceof RawField.Sets sets) {
      return sets.sets();
    }
    throw new IllegalArgumentException(
        setting
            + ": expected values of the schema "
            + schema.getClass().getSimpleName()
            + ", found "
            + raw.getClass().getSimpleName());
  }

  private FieldSequence.Ids classes(
      List<String> texts, FieldSchema.Classes schema, UnseenLabels unseen) throws CorpusException {
    int[] ids = new int[texts.size()];
    for (int i = 0; i < ids.length; i++) {
      OptionalInt known = schema.labels().id(texts.get(i));
      OptionalInt id = known.isPresent() ? known : unseen.id(texts.get(i), schema.size());
      if (id.isEmpty()) {
        throw row.refused(
            setting,
            "one of the "
                + schema.size()
                + " that the model knows (others need a training from scratch)",
            TableRow.shown(texts.get(i)));
      }
      ids[i] = id.getAsInt();
    }
    return new FieldSequence.Ids(ids);
  }

  private FieldSequence normalized(RawField.Numbers frames, FieldSchema.Numbers schema)
      throws CorpusException {
    if (frames.width() != schema.scale().width()) {
      throw row.refused(
          setting,
          "width " + schema.scale().width() + " as in other training rows",
          "width " + frames.width());
    }
    if (schema.filled().isEmpty() && Arrays.stream(frames.values()).anyMatch(Double::isNaN)) {
      throw row.refused(setting, "a number, since none was missing in training", "a missing one");
    }
    try {
      return schema.encode(frames.values());
    } catch (IllegalArgumentException e) {
      throw row.refused(setting, "numbers near those of the training rows", e.getMessage());
    }
  }
}
