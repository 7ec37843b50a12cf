package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.row.FieldValueParser.BadValueException;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.List;
import java.util.Optional;

/**
 * A row whose values match the settings.
 *
 * @param row the row, for messages
 */
public record RawExample(TableRow row, RawField input, RawField target) {
  private interface Reading {
    RawField read() throws BadValueException;
  }

  /**
   * Reads the values of a row.
   *
   * @throws CorpusException naming file and row if one is missing or has another kind
   */
  public static RawExample of(TableRow row, ExampleFieldKinds kinds) throws CorpusException {
    InputSettings input = kinds.input();
    RawField inputField =
        read(row, kinds.inputName(), row.input(), () -> input(row.input(), input));
    if (inputField.steps() == 0) {
      throw row.incomplete(kinds.inputName(), "at least one step", "none");
    }
    TargetSettings target = kinds.target();
    if (!target.kind().hasColumn()) {
      return new RawExample(row, inputField, new RawField.None());
    }
    RawField targetField =
        read(row, kinds.targetName(), row.target(), () -> target(row.target(), target));
    if (target.kind().isPerStep() && targetField.steps() != inputField.steps()) {
      throw row.refused(
          kinds.targetName(),
          "as many as the input has steps, " + inputField.steps(),
          String.valueOf(targetField.steps()));
    }
    if (targetField.steps() == 0) {
      throw row.incomplete(kinds.targetName(), "at least one step", "none");
    }
    return new RawExample(row, inputField, targetField);
  }

  /**
   * Reads the input of a row, if there is any.
   *
   * @throws CorpusException naming file and row if it has another kind
   */
  public static Optional<RawExample> ofInput(TableRow row, ExampleFieldKinds kinds)
      throws CorpusException {
    boolean empty =
        row.input() == null
            || (row.input() instanceof List<?> list && list.isEmpty())
            || (row.input() instanceof String text && text.isEmpty());
    if (empty) {
      return Optional.empty();
    }
    RawField inputField =
        read(row, kinds.inputName(), row.input(), () -> input(row.input(), kinds.input()));
    return inputField.steps() == 0
        ? Optional.empty()
        : Optional.of(new RawExample(row, inputField, new RawField.None()));
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
    return switch (settings.kind()) {
      case WORDS, BAG -> new RawField.Texts(FieldValueParser.words(value));
      case CHARACTERS -> new RawField.Texts(FieldValueParser.characters(value));
      case LABEL -> new RawField.Texts(FieldValueParser.label(value));
      case FRAMES -> FieldValueParser.frames(value);
      case VECTOR -> FieldValueParser.vector(value);
      case SETS -> new RawField.Sets(FieldValueParser.sets(value, settings.width()));
    };
  }

  private static RawField target(Object value, TargetSettings settings) throws BadValueException {
    return switch (settings.kind()) {
      case WORDS, TAGS -> new RawField.Texts(FieldValueParser.words(value));
      case CHARACTERS -> new RawField.Texts(FieldValueParser.characters(value));
      case LABEL -> new RawField.Texts(FieldValueParser.label(value));
      case FRAMES -> FieldValueParser.frames(value);
      case VECTOR -> FieldValueParser.vector(value);
      case SETS -> new RawField.Sets(FieldValueParser.sets(value, settings.width()));
      case NONE, NEXT -> new RawField.None();
    };
  }
}
