package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.GREEDY;
import static dev.unfold.driver.prediction.TablePredictionFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests tables of all formats with rows that have no input. */
class PredictionFormatsTest extends PredictionCase {
  @Test
  void rowsWithoutInputHaveNoPrediction() throws IOException {
    Path some = folder.resolve("some.json");
    Files.write(
        some,
        List.of(
            "{\"id\": 1, \"words\": \"w1 never seen\"}",
            "{\"id\": 2, \"words\": null}",
            "{\"id\": 3}",
            "{\"id\": 4, \"words\": \"  \"}",
            "{\"id\": 5, \"words\": \"\"}",
            "{\"id\": 6, \"words\": \"w2\"}"));
    PredictionCounts counts =
        fixture.predict(
            fixture.labels(), GREEDY, json(some, "words"), output("out", CorpusFormat.JSON));
    assertThat(counts).isEqualTo(new PredictionCounts(6, 4, 6));
    List<JsonNode> rows = read("out");
    assertThat(rows).extracting(row -> row.get("id").intValue()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(rows)
        .extracting(row -> row.get("prediction").isNull())
        .containsExactly(false, true, true, true, true, false);
  }

  @Test
  void valuesOfOtherFormatsAreKeptUnchanged() throws IOException {
    Path csv = folder.resolve("in.csv");
    Files.writeString(csv, "id,text,note\n007,w1 w2,\" a, \"\"b\"\" \"\n8,w3,\n");
    fixture.predict(
        fixture.labels(),
        GREEDY,
        new PredictionInput(List.of(csv.toString()), CorpusFormat.CSV, true, List.of("text")),
        output("csv", CorpusFormat.CSV));
    List<String> lines = lines("csv");
    assertThat(lines.get(0)).isEqualTo("id,text,note,prediction,prediction_probability");
    assertThat(lines.get(1)).startsWith("007,w1 w2,\" a, \"\"b\"\" \",");
    assertThat(lines.get(2)).matches("8,w3,,(vowel|consonant),[01]\\.\\d+");

    Path tsv = folder.resolve("in.tsv");
    Files.writeString(tsv, "w1 w2\t\"a\\b\t x \nw3\t\t-\n");
    TableModel tagger =
        fixture.model(
            LayeredNetworkSettings.Kind.TAGGER, "words", TargetSettings.Kind.TAGS, "tags");
    PredictionInput numbered =
        new PredictionInput(List.of(tsv.toString()), CorpusFormat.TSV, false, List.of("1"));
    fixture.predict(tagger, GREEDY, numbered, output("tsv", CorpusFormat.TSV));
    lines = lines("tsv");
    assertThat(lines.get(0)).matches("w1 w2\t\"a\\\\b\t x \t[VC] [VC]");
    assertThat(lines.get(1)).matches("w3\t\t-\t[VC]");
    fixture.predict(tagger, GREEDY, numbered, output("json", CorpusFormat.JSON));
    assertThat(read("json").get(0).get("2").textValue()).isEqualTo("\"a\\b");
  }

  @Test
  void sentencesOfConllBecomeListsOfWordsAndTags() throws IOException {
    Path conll = folder.resolve("in.conll");
    Files.writeString(conll, "# one\nw1 x V\nw2 x C\n\nw3 x V\n");
    Path words = folder.resolve("words.conll");
    Files.writeString(words, "w1\nw2\n\nw3\n");
    TableModel model =
        fixture.model(
            LayeredNetworkSettings.Kind.TAGGER,
            CorpusFormat.CONLL,
            new InputSettings("1", InputSettings.Kind.WORDS, 0, false, true, false),
            new TargetSettings("3", TargetSettings.Kind.TAGS, 0),
            conll);
    for (Path input : List.of(conll, words)) {
      fixture.predict(
          model,
          GREEDY,
          new PredictionInput(List.of(input.toString()), CorpusFormat.CONLL, true, List.of("1")),
          output(input.getFileName() + ".out", CorpusFormat.JSON));
    }
    List<JsonNode> rows = read("in.conll.out");
    assertThat(rows.get(0).get("words")).hasToString("[\"w1\",\"w2\"]");
    assertThat(rows.get(0).get("tags")).hasToString("[\"V\",\"C\"]");
    assertThat(rows.get(0).get("prediction")).hasSize(2);
    assertThat(rows.get(1).get("words")).hasToString("[\"w3\"]");
    List<JsonNode> untagged = read("words.conll.out");
    assertThat(untagged.get(0).get("tags").isNull()).isTrue();
    assertThat(untagged)
        .extracting(row -> row.get("prediction"))
        .isEqualTo(rows.stream().map(row -> row.get("prediction")).toList());
  }
}
