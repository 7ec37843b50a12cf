package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.ExampleFieldKinds;
import dev.unfold.driver.corpus.row.RawExample;
import dev.unfold.driver.corpus.row.RawField;
import dev.unfold.driver.corpus.row.TableRow;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaFile;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TimeFrames;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Encodes rows as examples.
 *
 * @param unseen the treatment of labels of targets that the schema does not have
 */
record ExampleRowEncoder(ExampleFieldKinds kinds, ExampleSchema schema, Unseen unseen)
    implements Serializable {
  /**
   * The treatment of labels that the schema does not have.
   *
   * @param accepted whether they have ids, which follow the others; otherwise they are refused
   * @param labels those that are known, in ascending order; any other one has the id of the first
   */
  record Unseen(boolean accepted, List<String> labels) implements Serializable {
    static final Unseen REFUSED = new Unseen(false, List.of());

    private OptionalInt id(String label, int first) {
      return accepted
          ? OptionalInt.of(first + Math.max(0, Collections.binarySearch(labels, label)))
          : OptionalInt.empty();
    }
  }

  /**
   * Creates an encoder on an executor.
   *
   * @param schema the schema in the format of {@link ExampleSchemaFile}, because applications may
   *     use Kryo, which cannot read records
   */
  static ExampleRowEncoder of(ExampleFieldKinds kinds, byte[] schema, Unseen unseen)
      throws IOException {
    return new ExampleRowEncoder(
        kinds, ExampleSchemaFile.read(new ByteArrayInputStream(schema)), unseen);
  }

  /**
   * Returns the example of a row; empty if the target is the next step and the input has only one.
   *
   * @throws CorpusException naming file and row if a label is unknown or frames have another width
   */
  Optional<Example> encode(RawExample raw) throws CorpusException {
    return finish(encodeFields(raw));
  }

  /**
   * Returns the fields of a row as they are read: in the order of the table, without a target that
   * is the next step.
   *
   * @throws CorpusException naming file and row if a label is unknown or frames have another width
   */
  Example encodeFields(RawExample raw) throws CorpusException {
    Optional<FieldSequence.IdSets> characters =
        schema.characters() instanceof FieldSchema.Tokens alphabet
            ? Optional.of(encodeCharacters(words(raw.input()), alphabet))
            : Optional.empty();
    FieldSequence target =
        kinds.target().kind() == TargetSettings.Kind.NEXT
            ? new FieldSequence.Ids(new int[0])
            : encode(raw.row(), kinds.targetName(), raw.target(), schema.target(), unseen);
    return new Example(encodeInputs(raw), target, characters);
  }

  /**
   * Returns the example of a whole sequence; empty if the target is the next step and the input has
   * only one.
   *
   * @param fields as of {@link #encodeFields}
   */
  Optional<Example> finish(Example fields) {
    boolean reversed = kinds.inputs().reversed();
    FieldSequence timed = timed(fields.input(), schema.input());
    FieldSequence input = reversed ? timed.reversed() : timed;
    Optional<FieldSequence.IdSets> characters =
        reversed ? fields.characters().map(FieldSequence.IdSets::reversed) : fields.characters();
    if (kinds.target().kind() == TargetSettings.Kind.NEXT) {
      return shifted(input, characters);
    }
    boolean together = reversed && kinds.target().kind().isPerStep();
    return Optional.of(
        new Example(input, together ? fields.target().reversed() : fields.target(), characters));
  }

  /** Returns a field of a whole sequence with the features of its times. */
  private static FieldSequence timed(FieldSequence field, FieldSchema schema) {
    if (field instanceof FieldSequence.Parts parts && schema instanceof FieldSchema.Parts schemas) {
      return new FieldSequence.Parts(
          IntStream.range(0, parts.parts().size())
              .mapToObj(i -> timed(parts.parts().get(i), schemas.parts().get(i)))
              .toList());
    }
    return field instanceof FieldSequence.Frames times && schema instanceof FieldSchema.Times known
        ? TimeFrames.features(times, known)
        : field;
  }

  /**
   * Returns the length by which an example is bucketed: the steps of its input plus those of a
   * target that is a separate sequence.
   */
  int length(Example example) {
    int ofInput = example.input().steps();
    return schema.target() instanceof FieldSchema.Tokens
        ? Math.addExact(ofInput, example.target().steps())
        : ofInput;
  }

  /** Returns the input and, as the target, what is predicted of it, one step later. */
  private Optional<Example> shifted(
      FieldSequence sequence, Optional<FieldSequence.IdSets> characters) {
    int last = sequence.steps() - 1;
    if (last == 0) {
      return Optional.empty();
    }
    FieldSequence predicted =
        sequence instanceof FieldSequence.Parts parts
            ? parts.parts().get(kinds.inputs().predicted(kinds.target()))
            : sequence;
    return Optional.of(
        new Example(
            sequence.range(0, last),
            predicted.range(1, last + 1),
            characters.map(alphabet -> alphabet.range(0, last))));
  }

  private FieldSequence encodeInputs(RawExample raw) throws CorpusException {
    if (!(raw.input() instanceof RawField.Parts parts)) {
      return encodeInput(raw.row(), 0, raw.input(), schema.input());
    }
    List<FieldSchema> schemas = ((FieldSchema.Parts) schema.input()).parts();
    List<FieldSequence> encoded = new ArrayList<>();
    for (int i = 0; i < schemas.size(); i++) {
      FieldSequence part = encodeInput(raw.row(), i, parts.parts().get(i), schemas.get(i));
      boolean sequence = kinds.inputs().columns().get(i).kind().isSequence();
      encoded.add(sequence ? part : part.repeated(parts.steps()));
    }
    return new FieldSequence.Parts(encoded);
  }

  private FieldSequence encodeInput(TableRow row, int column, RawField raw, FieldSchema schema)
      throws CorpusException {
    FieldSequence encoded = encode(row, kinds.inputName(column), raw, schema, Unseen.REFUSED);
    return kinds.inputs().columns().get(column).kind() == InputSettings.Kind.BAG
        ? bag((FieldSequence.Ids) encoded)
        : encoded;
  }

  /** Returns the words whose characters are read, which are the first input. */
  private static RawField.Texts words(RawField input) {
    return (RawField.Texts) (input instanceof RawField.Parts parts ? parts.parts().get(0) : input);
  }

  private static FieldSequence encode(
      TableRow row, String setting, RawField raw, FieldSchema schema, Unseen unseen)
      throws CorpusException {
    if (raw instanceof RawField.Texts texts) {
      return schema instanceof FieldSchema.Classes classes
          ? classes(row, setting, texts.texts(), classes, unseen)
          : ids(texts.texts(), (FieldSchema.Tokens) schema);
    }
    if (raw instanceof RawField.Numbers times && schema instanceof FieldSchema.Times) {
      return TimeFrames.of(times.values());
    }
    if (raw instanceof RawField.Numbers numbers) {
      return normalized(row, setting, numbers, (FieldSchema.Numbers) schema);
    }
    if (raw instanceof RawField.Missing missing && schema instanceof FieldSchema.Numbers numbers) {
      return normalized(row, setting, missing.of(numbers.scale().width()), numbers);
    }
    if (raw instanceof RawField.Sets sets) {
      return sets.sets();
    }
    return new FieldSequence.Ids(new int[0]);
  }

  private static FieldSequence.Ids ids(List<String> texts, FieldSchema.Tokens schema) {
    return new FieldSequence.Ids(texts.stream().mapToInt(schema.vocabulary()::id).toArray());
  }

  private static FieldSequence.Ids classes(
      TableRow row, String setting, List<String> texts, FieldSchema.Classes schema, Unseen unseen)
      throws CorpusException {
    int[] ids = new int[texts.size()];
    for (int i = 0; i < ids.length; i++) {
      OptionalInt known = schema.labels().id(texts.get(i));
      OptionalInt id = known.isPresent() ? known : unseen.id(texts.get(i), schema.size());
      if (id.isEmpty()) {
        throw row.refused(
            setting,
            "one of the " + schema.size() + " that the training rows have",
            TableRow.shown(texts.get(i)));
      }
      ids[i] = id.getAsInt();
    }
    return new FieldSequence.Ids(ids);
  }

  private static FieldSequence normalized(
      TableRow row, String setting, RawField.Numbers frames, FieldSchema.Numbers schema)
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

  private static FieldSequence.IdSets bag(FieldSequence.Ids words) {
    return new FieldSequence.IdSets(
        new int[][] {Arrays.stream(words.ids()).sorted().distinct().toArray()});
  }

  private static FieldSequence.IdSets encodeCharacters(
      RawField.Texts words, FieldSchema.Tokens alphabet) {
    return new FieldSequence.IdSets(
        words.texts().stream()
            .map(word -> word.codePoints().map(alphabet.vocabulary()::id).toArray())
            .toArray(int[][]::new));
  }
}
