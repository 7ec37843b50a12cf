package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleForm;
import dev.unfold.worker.sequence.example.ExampleFormFile;
import dev.unfold.worker.sequence.example.Field;
import dev.unfold.worker.sequence.example.FieldForm;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.TargetSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes examples of rows. */
record RowEncoder(ExampleKinds kinds, ExampleForm form) implements Serializable {
  /**
   * On an executor.
   *
   * @param form file of {@link ExampleFormFile}: programs of others may have set Spark's Kryo,
   *     which cannot read records
   */
  static RowEncoder of(ExampleKinds kinds, byte[] form) throws IOException {
    return new RowEncoder(kinds, ExampleFormFile.read(new ByteArrayInputStream(form)));
  }

  /**
   * The example of a row; none if its input is a single step and the target would be the next.
   *
   * @throws CorpusException naming file and row if a label is unknown or frames are of another
   *     width
   */
  Optional<Example> encode(RawExample raw) throws CorpusException {
    Field input = encode(raw.row(), kinds.inputName(), raw.input(), form.input());
    if (kinds.input().kind() == InputSettings.Kind.BAG) {
      input = bag((Field.Ids) input);
    }
    Optional<Field.IdSets> spelling =
        form.letters() instanceof FieldForm.Tokens letters
            ? Optional.of(spell((RawField.Texts) raw.input(), letters))
            : Optional.empty();
    boolean reversed = kinds.input().reversed();
    if (reversed) {
      input = input.reversed();
      spelling = spelling.map(Field.IdSets::reversed);
    }
    if (kinds.target().kind() == TargetSettings.Kind.NEXT) {
      return shifted(input, spelling);
    }
    Field target = encode(raw.row(), kinds.targetName(), raw.target(), form.target());
    boolean together = reversed && kinds.target().kind().isPerStep();
    return Optional.of(new Example(input, together ? target.reversed() : target, spelling));
  }

  /**
   * What makes an example short or long among others: the steps of its input, and those of a target
   * that is a sequence of its own.
   */
  int length(Example example) {
    int ofInput = example.input().steps();
    return form.target() instanceof FieldForm.Tokens
        ? Math.addExact(ofInput, example.target().steps())
        : ofInput;
  }

  private static Optional<Example> shifted(Field whole, Optional<Field.IdSets> spelling) {
    int last = whole.steps() - 1;
    if (last == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Example(
            whole.range(0, last),
            whole.range(1, last + 1),
            spelling.map(letters -> letters.range(0, last))));
  }

  private static Field encode(TableRow row, String setting, RawField raw, FieldForm form)
      throws CorpusException {
    if (raw instanceof RawField.Texts texts) {
      return form instanceof FieldForm.Classes classes
          ? classes(row, setting, texts.texts(), classes)
          : ids(texts.texts(), (FieldForm.Tokens) form);
    }
    if (raw instanceof RawField.Numbers numbers) {
      return normalised(row, setting, numbers, (FieldForm.Numbers) form);
    }
    if (raw instanceof RawField.Sets sets) {
      return sets.sets();
    }
    return new Field.Ids(new int[0]);
  }

  private static Field.Ids ids(List<String> texts, FieldForm.Tokens form) {
    return new Field.Ids(texts.stream().mapToInt(form.vocabulary()::id).toArray());
  }

  private static Field.Ids classes(
      TableRow row, String setting, List<String> texts, FieldForm.Classes form)
      throws CorpusException {
    int[] ids = new int[texts.size()];
    for (int i = 0; i < ids.length; i++) {
      OptionalInt id = form.labels().id(texts.get(i));
      if (id.isEmpty()) {
        throw row.refused(
            setting,
            "one of the " + form.size() + " that the training rows have",
            TableRow.shown(texts.get(i)));
      }
      ids[i] = id.getAsInt();
    }
    return new Field.Ids(ids);
  }

  private static Field normalised(
      TableRow row, String setting, RawField.Numbers frames, FieldForm.Numbers form)
      throws CorpusException {
    if (frames.width() != form.size()) {
      throw row.refused(
          setting,
          "width " + form.size() + " as in other training rows",
          "width " + frames.width());
    }
    try {
      return form.scale().normalise(frames.values());
    } catch (IllegalArgumentException e) {
      throw row.refused(setting, "numbers near those of the training rows", e.getMessage());
    }
  }

  private static Field.IdSets bag(Field.Ids words) {
    return new Field.IdSets(new int[][] {Arrays.stream(words.ids()).sorted().distinct().toArray()});
  }

  private static Field.IdSets spell(RawField.Texts words, FieldForm.Tokens letters) {
    return new Field.IdSets(
        words.texts().stream()
            .map(word -> word.codePoints().map(letters.vocabulary()::id).toArray())
            .toArray(int[][]::new));
  }
}
