package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.GREEDY;
import static dev.unfold.driver.prediction.TablePredictionFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that input or output that cannot be read or written is rejected and nothing remains. */
class BadPredictionTest extends PredictionCase {
  @Test
  void faultsOfTheTableAreReportedBeforeAnythingIsWritten() throws IOException {
    Path bad = folder.resolve("bad.json");
    Files.write(bad, List.of("{\"id\": 1, \"words\": \"w1\"}", "{\"id\": 2, \"words\": "));
    assertRefused(
        json(bad, "words"),
        "file:" + bad + ": line 2: not a row of the table: Unexpected end-of-input");
    Path numbers = folder.resolve("numbers.json");
    Files.write(numbers, List.of("{\"id\": 1, \"words\": 5}"));
    assertRefused(
        json(numbers, "words"),
        "corpus.input, column words as words: expected a text, found 5, in the row with input 5");
    assertRefused(
        json(fixture.table(), "sentence"),
        "no column sentence in file:"
            + fixture.table()
            + ", found the columns [row, words, tags, label, answer, number, sets, points]");
    assertRefused(json(folder.resolve("none"), "words"), "it does not exist");
  }

  private void assertRefused(PredictionInput input, String message) {
    assertThatThrownBy(
            () ->
                fixture.predict(
                    fixture.labels(), GREEDY, input, output("refused", CorpusFormat.JSON)))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(message);
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenIsRefused() throws IOException {
    TableModel labels = fixture.labels();
    Path out = Files.createDirectory(folder.resolve("there"));
    assertThatThrownBy(
            () ->
                fixture.predict(
                    labels,
                    GREEDY,
                    json(fixture.table(), "words"),
                    output("there", CorpusFormat.JSON)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "--output: expected a folder that does not exist, found "
                + out
                + ", which has no _SUCCESS and is therefore not the output of a finished job; delete it if"
                + " no job is writing it");
    assertThatThrownBy(
            () ->
                fixture.predict(
                    labels,
                    GREEDY,
                    json(fixture.table(), "words"),
                    new PredictionOutput(
                        folder.resolve("a").toString(), CorpusFormat.JSON, "Label")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "--prediction-column: expected another name, since the input has the columns");
    assertThatThrownBy(
            () ->
                fixture.predict(
                    labels, GREEDY, json(fixture.table(), "words"), output("b", CorpusFormat.CSV)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("since the columns [sets, points] of the input are not plain values");
    TableModel next =
        fixture.model(LayeredNetworkSettings.Kind.NEXT_FRAME, "sets", TargetSettings.Kind.NEXT, "");
    assertThatThrownBy(
            () ->
                fixture.predict(
                    next, GREEDY, json(fixture.table(), "sets"), output("c", CorpusFormat.TSV)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "--output-format: expected json or parquet, since the prediction has lists, found tsv");
    Path tabs = folder.resolve("tabs.json");
    Files.write(tabs, List.of("{\"id\": \"a\\tb\", \"words\": \"w1\"}"));
    assertThatThrownBy(
            () ->
                fixture.predict(labels, GREEDY, json(tabs, "words"), output("d", CorpusFormat.TSV)))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("column id: expected a value without tabs and line breaks");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(out, tabs);
    }
  }
}
