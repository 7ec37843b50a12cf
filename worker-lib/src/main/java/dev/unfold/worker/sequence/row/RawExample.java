package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row whose values match the settings.
 *
 * @param row the row, for messages
 */
public record RawExample(TableRow row, RawField input, RawField target) {
  /** Returns the inputs, one for each column. */
  public List<RawField> inputs() {
    return input instanceof RawField.Parts parts ? parts.parts() : List.of(input);
  }

  private interface Reading {
    RawField read() throws BadValueException;
  }

  /**
   * Reads the values of a row.
   *
   * @throws CorpusException naming file and row if one is missing or has another kind
   */
  public static RawExample of(TableRow row, ExampleFieldKinds kinds) throws CorpusException {
    RawField inputField = inputs(row, kinds);
    TargetSettings target = kinds.target();
    if (!target.kind().hasColumn()) {
      return new RawExample(row, inputField, new RawField.None());
    }
    RawField targetField = target(row, kinds);
    if (target.kind().isPerStep() && targetField.steps() != inputField.steps()) {
      throw row.refused(
          kinds.targetName(),
          "as many as the input has steps, " + inputField.steps(),
          String.valueOf(targetField.steps()));
    }
    if (targetField.steps() == 0 && !target.kind().isSequence()) {
      throw row.incomplete(kinds.targetName(), "at least one step", "none");
    }
    return new RawExample(row, inputField, targetField);
  }

  /** Returns the values of the target, without the steps that have none. */
  public RawField targetValues() {
    return target instanceof RawField.Masked masked ? masked.values() : target;
  }

  /** Reads a target: that of a step may be missing, and that of the last row of a sequence. */
  private static RawField target(TableRow row, ExampleFieldKinds kinds) throws CorpusException {
    TargetSettings target = kinds.target();
    boolean numeric = target.kind().isNumeric();
    if (row.isStep() && MissingValue.isTarget(row.target(), numeric)) {
      return new RawField.Masked(new RawField.None(), new boolean[1]);
    }
    if (!target.kind().isPerStep() || !(row.target() instanceof List<?> steps)) {
      return read(row, kinds.targetName(), row.target(), () -> target(row.target(), target));
    }
    boolean[] present = new boolean[steps.size()];
    List<Object> values = new ArrayList<>();
    for (int step = 0; step < present.length; step++) {
      present[step] = !MissingValue.isTarget(steps.get(step), numeric);
      if (present[step]) {
        values.add(steps.get(step));
      }
    }
    if (values.size() == present.length) {
      return read(row, kinds.targetName(), steps, () -> target(steps, target));
    }
    return new RawField.Masked(
        values.isEmpty()
            ? new RawField.None()
            : read(row, kinds.targetName(), values, () -> target(values, target)),
        present);
  }

  /**
   * Reads the input of a row, if there is any.
   *
   * @throws CorpusException naming file and row if it has another kind
   */
  public static Optional<RawExample> ofInput(TableRow row, ExampleFieldKinds kinds)
      throws CorpusException {
    for (int i = 0; i < row.inputs().size(); i++) {
      InputSettings column = kinds.inputs().columns().get(i);
      if (isEmpty(row.inputs().get(i)) && !isMissing(row, i, column)) {
        return Optional.empty();
      }
    }
    RawField inputField = fields(row, kinds);
    return inputField.steps() == 0
        ? Optional.empty()
        : Optional.of(new RawExample(row, inputField, new RawField.None()));
  }

  private static boolean isEmpty(Object value) {
    return MissingValue.is(value) || (value instanceof List<?> list && list.isEmpty());
  }

  /** Returns whether the value of a single step is missing, and may be. */
  private static boolean isMissing(TableRow row, int index, InputSettings column) {
    return isSingle(row, column)
        && column.allowsMissing()
        && MissingValue.is(row.inputs().get(index));
  }

  private static boolean isSingle(TableRow row, InputSettings column) {
    return !column.kind().isSequence() || row.position().length > 0;
  }

  /** Returns a field of one step that is missing. */
  private static RawField missing(InputSettings column) {
    return column.kind().isNumeric()
        ? new RawField.Missing(1)
        : new RawField.Texts(List.of(Vocabulary.MISSING));
  }

  private static RawField inputs(TableRow row, ExampleFieldKinds kinds) throws CorpusException {
    RawField fields = fields(row, kinds);
    if (fields.steps() == 0) {
      throw withoutSteps(row, kinds);
    }
    return fields;
  }

  /** Returns an exception that says which input of a row is empty. */
  static CorpusException withoutInput(TableRow row, ExampleFieldKinds kinds) {
    List<InputSettings> columns = kinds.inputs().columns();
    for (int i = 0; i < columns.size(); i++) {
      InputSettings column = columns.get(i);
      if (row.inputs().get(i) instanceof List<?> list && list.isEmpty()) {
        return row.incomplete(kinds.inputName(i), "at least one step", "none");
      }
      if (MissingValue.is(row.inputs().get(i)) && !isMissing(row, i, column)) {
        return isSingle(row, column) && column.kind().hasMissing()
            ? row.optional(kinds.inputName(i))
            : row.incomplete(
                kinds.inputName(i),
                "a value",
                row.inputs().get(i) == null ? "null" : "an empty text");
      }
    }
    return withoutSteps(row, kinds);
  }

  /**
   * Returns an exception for a row whose first input of several steps, or else its last, has none.
   */
  private static CorpusException withoutSteps(TableRow row, ExampleFieldKinds kinds) {
    List<InputSettings> columns = kinds.inputs().columns();
    int first = 0;
    while (first < columns.size() - 1 && !columns.get(first).kind().isSequence()) {
      first++;
    }
    return columns.get(first).kind() == InputSettings.Kind.AUDIO
        ? row.silent(kinds.inputName(first))
        : row.incomplete(kinds.inputName(first), "at least one step", "none");
  }

  /** Reads the inputs of a row, which may have no steps. */
  private static RawField fields(TableRow row, ExampleFieldKinds kinds) throws CorpusException {
    List<InputSettings> columns = kinds.inputs().columns();
    List<RawField> fields = new ArrayList<>();
    int sequence = -1;
    for (int i = 0; i < columns.size(); i++) {
      InputSettings column = columns.get(i);
      Object value = row.inputs().get(i);
      boolean single = isSingle(row, column) && column.kind().hasMissing();
      if (value == null && single && !column.allowsMissing()) {
        throw row.optional(kinds.inputName(i));
      }
      RawField field =
          isMissing(row, i, column)
              ? missing(column)
              : read(row, kinds.inputName(i), value, () -> input(value, column));
      fields.add(field);
      if (column.kind().isSequence() && sequence < 0) {
        sequence = i;
      } else if (column.kind().isSequence() && field.steps() != fields.get(sequence).steps()) {
        throw row.refused(
            kinds.inputName(i),
            "as many steps as "
                + kinds.inputName(sequence)
                + " has, "
                + fields.get(sequence).steps(),
            String.valueOf(field.steps()));
      }
    }
    return fields.size() == 1
        ? fields.get(0)
        : new RawField.Parts(fields, sequence < 0 ? 1 : fields.get(sequence).steps());
  }

  private static RawField read(TableRow row, String setting, Object value, Reading reading)
      throws CorpusException {
    if (value == null) {
      throw row.incomplete(setting, "a value", "null");
    }
    try {
      return reading.read();
    } catch (BadValueException e) {
      throw row.refused(setting, e.expected(), e.found());
    }
  }

  private static RawField input(Object value, InputSettings settings) throws BadValueException {
    boolean nullable = settings.allowsMissing();
    return switch (settings.kind()) {
      case WORDS, BAG -> new RawField.Texts(FieldValueParser.words(value, nullable));
      case CHARACTERS -> new RawField.Texts(FieldValueParser.units(value, Unit.CHAR));
      case SUBWORDS -> new RawField.Texts(FieldValueParser.units(value, Unit.SUBWORD));
      case CATEGORIES -> new RawField.Texts(FieldValueParser.categories(value, nullable));
      case NUMBERS -> FieldValueParser.numbers(value, nullable);
      case LABEL -> new RawField.Texts(FieldValueParser.label(value, nullable));
      case FRAMES -> FieldValueParser.frames(value, nullable);
      case VECTOR -> FieldValueParser.vector(value, nullable);
      case SETS -> new RawField.Sets(FieldValueParser.sets(value, settings.width()));
      case TIME -> TimeValues.of(value);
      case AUDIO -> AudioValues.of(value, settings.audio());
    };
  }

  private static RawField target(Object value, TargetSettings settings) throws BadValueException {
    return switch (settings.kind()) {
      case WORDS -> new RawField.Texts(FieldValueParser.words(value, false));
      case TAGS -> new RawField.Texts(FieldValueParser.tags(value));
      case CHARACTERS -> new RawField.Texts(FieldValueParser.units(value, Unit.CHAR));
      case SUBWORDS -> new RawField.Texts(FieldValueParser.units(value, Unit.SUBWORD));
      case LABEL -> new RawField.Texts(FieldValueParser.label(value, false));
      case FRAMES -> FieldValueParser.frames(value, false);
      case VECTOR -> FieldValueParser.vector(value, false);
      case SETS -> new RawField.Sets(FieldValueParser.sets(value, settings.width()));
      case NONE, NEXT -> new RawField.None();
    };
  }
}
