package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that cannot be encoded are named with their file and the reason. */
class UnusableRowsTest extends ExampleEncodingFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"x\": null, \"y\": [\"a\"]} | expected a value, found null",
        "{\"x\": \"a b\", \"y\": null} | expected a value, found null, in the row with input \"a"
            + " b\"",
        "{\"x\": \" \", \"y\": [\"a\"]} | expected at least one step, found none, in the row with"
            + " input \" \" and target [a]; fill it in or leave the row out",
        "{\"x\": \"a b\", \"y\": [\"a\"]} | as many as the input has steps, 2, found 1",
        "{\"x\": \"a\", \"y\": [[]]} | expected a text, found []",
        "{\"x\": \"a\", | not a row of the table",
        "{\"x\": [\"a\" | expected close marker for Array, at column",
      })
  void aRowThatCannotBeUsedIsNamed(String row, String message) throws IOException {
    write("good.json", "{\"x\": \"a b\", \"y\": [\"a\", \"b\"]}");
    write("bad.json", row);
    assertThatThrownBy(
            () ->
                train(
                    settings(
                        CorpusFormat.JSON,
                        input("x", InputSettings.Kind.WORDS),
                        new TargetSettings("y", TargetSettings.Kind.TAGS, 0))))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("bad.json")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \"", "[]"})
  void anEmptyBagIsNamed(String bag) throws IOException {
    write("good.json", "{\"x\": \"a b\", \"y\": \"c d\"}");
    write("bad.json", "{\"x\": " + bag + ", \"y\": \"c\"}");
    assertThatThrownBy(
            () ->
                train(
                    settings(
                        CorpusFormat.JSON,
                        input("x", InputSettings.Kind.BAG),
                        new TargetSettings("y", TargetSettings.Kind.WORDS, 0))))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("bad.json")
        .hasMessageContaining("expected at least one step, found none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[1, 2], [3]] | expected frames of width 2, found one of width 1",
        "[[1, 2, 3]] | found width 3",
        "[[1, \"NaN\"]] | expected finite numbers, found \"NaN\" as number 2,",
        "[[1, 2], [null, 2]] | expected finite numbers, found null as number 1 of frame 2,",
        "[] | expected at least one frame, found none",
        "[[1e99, 1]] | expected finite numbers",
      })
  void framesThatCannotBeUsedAreNamed(String frames, String message) throws IOException {
    write("good.json", "{\"x\": [[1, 2], [3, 4]]}", "{\"x\": [[1, 2], [3, 4]]}");
    CorpusSettings settings =
        settings(
            CorpusFormat.JSON,
            input("x", InputSettings.Kind.FRAMES),
            new TargetSettings("", TargetSettings.Kind.NONE, 0));
    ExampleSchema schema = train(settings).schema();
    Path bad = directory.resolve("bad.json");
    Files.writeString(bad, "{\"x\": " + frames + "}\n");
    assertThatThrownBy(() -> encoder().encode(settings.from(paths(bad), ""), schema))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("bad.json")
        .hasMessageContaining(message);
  }

  @Test
  void aLabelThatIsNotInTheSchemaIsRefusedInTraining() throws IOException {
    write("a.tsv", "x\ty", "a b\tcat");
    CorpusSettings settings =
        settings(CorpusFormat.TSV, input("x", InputSettings.Kind.WORDS), label("y"));
    ExampleSchema schema = train(settings).schema();
    Path other = directory.resolve("other.tsv");
    Files.writeString(other, "x\ty\nc d\tdog\na\tcat\n");
    CorpusSettings trained =
        settings(paths(other), CorpusFormat.TSV, input("x", InputSettings.Kind.WORDS), label("y"));
    encoder().encode(settings.from(paths(other), ""), schema);
    assertThatThrownBy(() -> encoder().encodeTraining(trained, schema))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("other.tsv")
        .hasMessageContaining(
            "column y as label: expected one of the 1 that the model knows (others need a training"
                + " from scratch), found \"dog\", in the row with input \"c d\" and target \"dog\"");

    Files.writeString(other, "x\ty\nc d\n");
    assertThatThrownBy(() -> encoder().encode(settings.from(paths(other), ""), schema))
        .hasMessageContaining("line 2: not a row of the table: expected 2 values, found 1");
    assertThatThrownBy(
            () ->
                train(settings(CorpusFormat.TSV, input("z", InputSettings.Kind.WORDS), label("y"))))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("no column z")
        .hasMessageEndingWith("[x, y]");
    assertThatThrownBy(
            () ->
                train(settings(CorpusFormat.TSV, input("X", InputSettings.Kind.WORDS), label("y"))))
        .hasMessageEndingWith("[x, y]; did you mean \"x\"?");
    assertThatThrownBy(
            () ->
                train(settings(CorpusFormat.CSV, input("x", InputSettings.Kind.WORDS), label("y"))))
        .hasMessageContaining("the values seem to be separated by tabs, which the format tsv has");
  }

  @Test
  void malformedBytesAreRefused() throws IOException {
    Files.write(table.resolve("a.tsv"), new byte[] {'x', '\n', 'a', (byte) 0xC3, '(', '\n'});
    assertThatThrownBy(
            () ->
                train(
                    settings(
                        CorpusFormat.TSV,
                        input("x", InputSettings.Kind.WORDS),
                        new TargetSettings("", TargetSettings.Kind.NONE, 0))))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("a.tsv")
        .hasMessageContaining("line 2: invalid UTF-8");
  }
}
