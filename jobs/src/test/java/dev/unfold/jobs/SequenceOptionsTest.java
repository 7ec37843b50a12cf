package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.inference.Model;
import dev.unfold.inference.ModelException;
import dev.unfold.inference.Prediction;
import dev.unfold.inference.Sampling;
import dev.unfold.inference.Search;
import dev.unfold.inference.SequenceRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the options of decoded sequences with a model that reverses sentences, some of whose words
 * are names that occur once and so are unknown.
 */
class SequenceOptionsTest {
  private static final int ROWS = 300;
  private static final List<String> WORDS = List.of("red", "green", "blue", "grey");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  private static String model;
  private static String vectors;
  private static String table;
  private static String vectorTable;

  @TempDir private Path folder;

  @BeforeAll
  static void trainModels() throws IOException {
    Random random = new Random(1);
    List<String> rows = new ArrayList<>();
    List<String> ofVectors = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      List<String> words = new ArrayList<>();
      for (int w = 0; w < 1 + i % 4; w++) {
        words.add(random.nextInt(4) == 0 ? "n" + i + "x" + w : WORDS.get(random.nextInt(4)));
      }
      String text = String.join(" ", words);
      Collections.reverse(words);
      String reversed = String.join(" ", words);
      rows.add("{\"text\": \"%s\", \"reversed\": \"%s\"}".formatted(text, reversed));
      ofVectors.add("{\"text\": [%d, %d], \"reversed\": \"%s\"}".formatted(i % 4, i % 3, reversed));
    }
    table = Files.write(shared.resolve("table.json"), rows).toString();
    vectorTable = Files.write(shared.resolve("vectors.json"), ofVectors).toString();
    model = train("model", table, "words", "sequence-to-sequence", 40);
    vectors = train("vectors", vectorTable, "vector", "vector-to-sequence", 2);
  }

  private static String train(String name, String rows, String input, String network, int epochs)
      throws IOException {
    Path run = shared.resolve(name);
    String conf =
        """
        corpus {
          train = "%s"
          validation = "%s"
          format = json
          vocabulary.min-count = 2
          input { column = text, kind = %s }
          target { column = reversed, kind = words }
        }
        network { kind = %s, hidden = 24, embedding = 8 }
        network.decoder.attention = %s
        training { shards = 1, batch = 16, epochs = %d, optimizer.learning-rate = 0.02 }
        run.dir = "%s"
        """
            .formatted(rows, rows, input, network, epochs > 2 ? "additive" : "none", epochs, run);
    EndedCommand ended =
        EndedCommand.run(
            "train", Files.writeString(shared.resolve(name + ".conf"), conf).toString());
    assertThat(ended.exitCode()).as(ended.error()).isZero();
    return run.resolve("model").toString();
  }

  @Test
  void anUnknownWordIsMadeOnRequestAndReplacedByTheWordItStandsFor() throws IOException {
    for (String search : List.of("", "--beam 3", "--temperature 0.01")) {
      List<JsonNode> known = rows("known" + search, search);
      assertThat(known).noneMatch(row -> text(row, "prediction").contains("<unk>"));

      List<JsonNode> unknown = rows("unknown" + search, search, "--unknown");
      long names =
          unknown.stream().filter(row -> text(row, "prediction").contains("<unk>")).count();
      assertThat(names).isGreaterThan(ROWS / 4);

      List<JsonNode> replaced = rows("replaced" + search, search, "--replace-unknown");
      int right = 0;
      for (int i = 0; i < ROWS; i++) {
        String made = text(unknown.get(i), "prediction");
        String copied = text(replaced.get(i), "prediction");
        assertThat(copied).doesNotContain("<unk>").matches(made.replace("<unk>", "\\w+"));
        right += made.contains("<unk>") && copied.equals(text(replaced.get(i), "reversed")) ? 1 : 0;
      }
      assertThat(right).isGreaterThan((int) (names * 6 / 10));
    }
  }

  @Test
  void sequencesKeepTheRules() throws IOException {
    for (String search : List.of("", "--beam 3", "--temperature 1 --top-p 0.8")) {
      assertThat(rows("long" + search, search, "--min-length 3 --length 5"))
          .extracting(row -> text(row, "prediction").split(" ", -1).length)
          .allMatch(length -> length >= 3 && length <= 5)
          .contains(3);
      assertThat(rows("forbid" + search, search, "--forbid red --forbid blue"))
          .extracting(row -> text(row, "prediction"))
          .allMatch(text -> !text.contains("red") && !text.contains("blue"))
          .anyMatch(text -> text.contains("green"));
      assertThat(repeated(rows("once" + search, search, "--repetition-penalty 1000 --unknown")))
          .isLessThan(repeated(rows("often" + search, search, "--unknown")) / 2);
    }
    assertThat(rows("all", "--temperature 1 --seed 3 --top-p 1"))
        .isEqualTo(rows("same", "--temperature 1 --seed 3"))
        .isNotEqualTo(rows("nucleus", "--temperature 1 --seed 3 --top-p 0.5"));
  }

  /** Returns the number of sequences that have a word twice. */
  private static long repeated(List<JsonNode> rows) {
    return rows.stream()
        .map(row -> List.of(text(row, "prediction").split(" ", -1)))
        .filter(words -> words.stream().distinct().count() < words.size())
        .count();
  }

  @Test
  void theBestSequencesOfASearchAreWrittenWithTheirScores() throws IOException {
    List<JsonNode> rows = rows("best", "--beam 4 --n-best 3 --length-penalty 0");
    for (JsonNode row : rows) {
      JsonNode best = row.get("prediction_best");
      assertThat(best).hasSize(3);
      assertThat(best.get(0).get("sequence")).isEqualTo(row.get("prediction"));
      for (int i = 1; i < 3; i++) {
        assertThat(best.get(i).get("score").doubleValue())
            .isLessThanOrEqualTo(best.get(i - 1).get("score").doubleValue())
            .isEqualTo(best.get(i).get("log_probability").doubleValue());
      }
    }
    String out = folder.resolve("flat").toString();
    predict(
        model, table, out, "--beam 4 --n-best 3 --length-penalty 0 --output-format tsv-escaped");
    try (Stream<Path> files = Files.list(Path.of(out))) {
      List<String> lines =
          Files.readAllLines(
              files
                  .filter(file -> file.getFileName().toString().startsWith("part-"))
                  .findFirst()
                  .orElseThrow());
      assertThat(lines.get(0)).contains("prediction\tprediction_score\tprediction_2\t");
      JsonNode best = rows.get(0).get("prediction_best");
      assertThat(lines.get(1))
          .endsWith(
              String.join(
                  "\t",
                  text(best.get(0), "sequence"),
                  best.get(0).get("score").asText(),
                  text(best.get(1), "sequence"),
                  best.get(1).get("score").asText(),
                  text(best.get(2), "sequence"),
                  best.get(2).get("score").asText()));
    }
  }

  @Test
  void programsWithoutSparkDecodeAsTheCommandDoes() throws IOException {
    SequenceRules rules =
        SequenceRules.none()
            .withMaxLength(5)
            .withMinLength(2)
            .withForbidden("red")
            .withRepetitionPenalty(1.5)
            .withReplaceUnknown(true);
    String options = "--length 5 --min-length 2 --forbid red --repetition-penalty 1.5";
    try (Model greedy = Model.load(Path.of(model)).withRules(rules);
        Model searching = greedy.searching(Search.withBeam(3));
        Model sampling = greedy.sampling(new Sampling(1, 4, 0.9, 7))) {
      assertSame(greedy, options + " --replace-unknown");
      assertSame(searching, options + " --replace-unknown --beam 3 --n-best 3");
      assertSame(
          sampling, options + " --replace-unknown --temperature 1 --top-k 4 --top-p 0.9 --seed 7");
      SequenceRules other = SequenceRules.none().withForbidden("yellow");
      assertThatThrownBy(() -> searching.withRules(other))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("found \"yellow\"");
    }
    try (Model ofVectors = Model.load(Path.of(vectors))) {
      assertThatThrownBy(() -> ofVectors.withRules(rules))
          .hasMessageContaining("expected a model with attention");
    }
  }

  /** The network reads both texts as the same unknown word. */
  @Test
  void aMissingWordIsNotCopied() throws IOException {
    SequenceRules rules = SequenceRules.none().withMaxLength(5).withReplaceUnknown(true);
    try (Model copying = Model.load(Path.of(model)).withRules(rules)) {
      String copied = copying.predict(Map.of("text", "zzz")).text();
      assertThat(copied).contains("zzz");
      assertThat(copying.predict(Map.of("text", "<missing>")).text())
          .isEqualTo(copied.replace("zzz", "<unk>"));
    }
  }

  private void assertSame(Model decoding, String options) throws IOException {
    List<JsonNode> rows = rows("spark" + options.hashCode(), options);
    List<Prediction> predicted =
        decoding.predictAll(rows.stream().map(row -> Map.of("text", text(row, "text"))).toList());
    for (int i = 0; i < ROWS; i++) {
      assertThat(String.join(" ", predicted.get(i).tokens()))
          .isEqualTo(text(rows.get(i), "prediction"));
      List<Prediction.Sequence> best = predicted.get(i).sequences();
      JsonNode expected = rows.get(i).path("prediction_best");
      assertThat(best).hasSize(expected.size());
      for (int rank = 0; rank < best.size(); rank++) {
        assertThat(String.join(" ", best.get(rank).tokens()))
            .isEqualTo(text(expected.get(rank), "sequence"));
        assertThat(best.get(rank).score()).isEqualTo(expected.get(rank).get("score").doubleValue());
      }
    }
  }

  @Test
  void anEvaluationComparesSearchesByAMetric() throws IOException {
    String[] searches = {"--beam", "1,4", "--length-penalty", "0,2", "--min-length", "1"};
    List<JsonNode> lines = new ArrayList<>();
    for (String line : evaluated(searches, "--metric", "exact-match", "--json").split("\n", -1)) {
      if (!line.isEmpty()) {
        lines.add(JSON.readTree(line));
      }
    }
    assertThat(lines).hasSize(4);
    assertThat(lines).extracting(line -> line.get("beam").intValue()).containsExactly(1, 1, 4, 4);
    JsonNode best =
        lines.stream().filter(line -> line.get("best").booleanValue()).findFirst().orElseThrow();
    assertThat(lines)
        .allMatch(line -> exactMatch(line) <= exactMatch(best))
        .filteredOn(line -> line.get("best").booleanValue())
        .hasSize(1);
    String[] only = {"--beam", best.get("beam").asText(), "--length-penalty"};
    JsonNode alone =
        JSON.readTree(
            evaluated(only, best.get("lengthPenalty").asText(), "--min-length", "1", "--json"));
    assertThat(exactMatch(alone)).isEqualTo(exactMatch(best));
    assertThat(evaluated(searches))
        .startsWith("--beam 1 --length-penalty 0.0: loss ")
        .contains("\nbest bleu ")
        .matches("(?s).*: --beam \\d --length-penalty [02]\\.0\n");
    assertThat(evaluated(new String[] {"--beam", "1,2"})).matches("(?s).*: --beam [12]\n");
  }

  private static double exactMatch(JsonNode line) {
    return line.get("exactMatch").doubleValue();
  }

  /** The share of right predictions is that of the evaluation, with the same rules. */
  @ParameterizedTest
  @CsvSource({"''", "--unknown", "--forbid red --length 3", "--beam 2 --repetition-penalty 2"})
  void anEvaluationDecodesAsPredictionsDo(String options) throws IOException {
    List<JsonNode> rows = rows("rows" + options, options);
    long right =
        rows.stream().filter(row -> row.get("prediction").equals(row.get("reversed"))).count();
    String[] arguments = options.isEmpty() ? new String[0] : options.split(" ", -1);
    JsonNode metrics = JSON.readTree(evaluated(arguments, "--json"));
    assertThat(exactMatch(metrics)).isEqualTo(right / (double) ROWS);
  }

  private static String evaluated(String[] options, String... more) {
    List<String> arguments = new ArrayList<>(List.of("evaluate", model, "--corpus", table));
    arguments.addAll(Arrays.asList(options));
    arguments.addAll(Arrays.asList(more));
    EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.error()).isZero();
    return ended.output();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "predict  | model   | --top-p 0.5          | --top-k, --top-p, --seed: expected none"
            + " without --temperature",
        "predict  | model   | --temperature 1 --top-p 0 | --top-p: expected above 0 and at most 1",
        "predict  | model   | --min-length 4 --length 3 | --min-length: expected 0 to the maximum"
            + " number of tokens (--length), 3, found 4",
        "predict  | model   | --min-length 6       | --min-length: expected 0 to the maximum"
            + " number of tokens (--length), 5, found 6",
        "predict  | model   | --repetition-penalty 0.5 | --repetition-penalty: expected a finite"
            + " number, at least 1, found 0.5",
        "predict  | model   | --forbid yellow      | --forbid: expected a token of the vocabulary"
            + " of the targets, found \"yellow\"",
        "predict  | model   | --forbid <doc>       | --forbid: expected a token other than the end",
        "predict  | model   | --n-best 2           | --n-best: expected none without --beam",
        "predict  | model   | --beam 3 --n-best 4  | --n-best: expected 1 to the value of --beam, 3",
        "predict  | vectors | --replace-unknown    | --replace-unknown: expected none unless",
        "evaluate | model   | --metric bleu        | --metric: expected none unless --beam or",
        "evaluate | model   | --beam 1,2 --metric loss | --metric: expected one of bleu,",
        "evaluate | model   | --beam 1,0           | --beam: expected at least 1, found 0",
        "evaluate | model   | --top-k 70000        | --top-k: expected 0 to 65536, found 70000",
        "evaluate | model   | --threshold 2        | --threshold: expected a probability above 0",
        "evaluate | model   | --confusions -1      | --confusions: expected 0 to 65536, found -1",
      })
  void badUsageIsTwo(String command, String name, String options, String message) {
    List<String> arguments =
        new ArrayList<>(List.of(command, Map.of("model", model, "vectors", vectors).get(name)));
    arguments.addAll(
        command.equals("predict")
            ? List.of("--input", table, "--output", folder + "/out")
            : List.of("--corpus", table));
    arguments.addAll(Arrays.asList(options.split(" ", -1)));
    EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));
    assertThat(ended.error()).startsWith("unfold: ").contains(message);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void sequencesOfVectorsKeepTheRules() throws IOException {
    String out = folder.resolve("vectors").toString();
    predict(vectors, vectorTable, out, "--min-length 2 --length 4 --forbid red");
    assertThat(read(out))
        .hasSize(ROWS)
        .extracting(row -> text(row, "prediction"))
        .allMatch(text -> !text.contains("red") && text.split(" ", -1).length >= 2);
  }

  private List<JsonNode> rows(String name, String... options) throws IOException {
    String out = folder.resolve(name.replace(' ', '_')).toString();
    predict(model, table, out, String.join(" ", options).strip());
    return read(out);
  }

  private static void predict(String of, String input, String out, String options) {
    List<String> arguments =
        new ArrayList<>(List.of("predict", of, "--input", input, "--output", out));
    arguments.addAll(options.isEmpty() ? List.of() : List.of(options.split(" +", -1)));
    EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.error()).isZero();
  }

  private static String text(JsonNode row, String column) {
    return row.get(column).textValue();
  }

  private static List<JsonNode> read(String output) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(output))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(JSON.readTree(line));
        }
      }
    }
    return rows;
  }
}
