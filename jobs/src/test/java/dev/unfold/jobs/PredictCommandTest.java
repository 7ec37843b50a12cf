package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictCommandTest {
  @TempDir private static Path shared;
  private static String labels;
  private static String sequences;
  private static String aligned;
  private static String spoken;
  private static String stream;
  private static String table;

  @TempDir private Path folder;

  @BeforeAll
  static void trainModels() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String word = i % 2 == 0 ? "even" : "odd";
      rows.add(
          "{\"id\": %d, \"text\": \"%s w%d\", \"parity\": \"%s\"}".formatted(i, word, i % 5, word));
    }
    table = Files.write(shared.resolve("table.json"), rows).toString();
    labels = train("labels", "sequence-to-vector", "label", table);
    sequences = train("sequences", "sequence-to-sequence", "characters", table);
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String text = "even,odd,even even even,odd odd,_".split(",", -1)[i % 5];
      String target =
          text.replace("even even even", "even").replace("odd odd", "odd").replace("_", "");
      sentences.add("{\"text\": \"%s\", \"parity\": \"%s\"}".formatted(text, target));
    }
    spoken = Files.write(shared.resolve("spoken.json"), sentences).toString();
    aligned = train("aligned", "ctc", "words", spoken);
    String text =
        Files.writeString(shared.resolve("text.txt"), "even\nodd even\n".repeat(30)).toString();
    stream = train("stream", "language-model", "none", text);
  }

  private static String train(String name, String network, String target, String path)
      throws IOException {
    Path run = shared.resolve(name);
    Path conf =
        Files.writeString(
            shared.resolve(name + ".conf"),
            """
            corpus {
              train = "%s"
              format = %s
              %s
              input { column = text, kind = words }
              target { column = parity, kind = %s }
            }
            network { kind = %s, hidden = 8, embedding = 4 }
            training { shards = 1, batch = 4, steps = 10, epochs = 12, optimizer.learning-rate = 0.02 }
            run.dir = "%s"
            """
                .formatted(
                    path,
                    path.endsWith("json") ? "json" : "text",
                    path.endsWith("json") ? "" : "unit = word",
                    target,
                    network,
                    run));
    assertThat(EndedCommand.run("train", conf.toString()).exitCode()).isZero();
    return run.resolve("model").toString();
  }

  @Test
  void predictsWhatItLearnedAndPrintsCounts() throws IOException {
    String out = folder.resolve("out").toString();
    assertThat(
            EndedCommand.run(
                "predict", labels, "--input", table, "--output", out, "--probabilities"))
        .isEqualTo(new EndedCommand(0, "40 rows, 0 without prediction, in " + out + "\n", ""));
    List<JsonNode> rows = read(out);
    assertThat(rows).hasSize(40);
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.get("prediction")).isEqualTo(row.get("parity")));
    assertThat(rows.get(0).get("prediction_probabilities").has("odd")).isTrue();

    EndedCommand again = EndedCommand.run("predict", labels, "--input", table, "--output", out);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.error())
        .isEqualTo(
            "unfold: --output: expected a folder that does not exist, found "
                + out
                + ", the output of a job that finished\n");
  }

  @Test
  void readsOtherColumnsAndFormats() throws IOException {
    Path csv = Files.writeString(folder.resolve("in.csv"), "odd w1,x\n\"even w2\",y\n");
    String out = folder.resolve("out").toString();
    EndedCommand ended =
        EndedCommand.run(
            "predict",
            labels,
            "--input",
            csv.toString(),
            "--output",
            out,
            "--format",
            "csv",
            "--header",
            "false",
            "--input-column",
            "1",
            "--output-format",
            "tsv",
            "--prediction-column",
            "found");
    assertThat(ended.exitCode()).as(ended.error()).isZero();
    assertThat(lines(out).get(0)).startsWith("odd w1\tx\todd\t0.");
    assertThat(lines(out).get(1)).startsWith("even w2\ty\teven\t0.");
  }

  @Test
  void generatesSequencesGreedilyByBeamAndBySampling() throws IOException {
    assertThat(predictions("a")).hasSize(40).allMatch(prediction -> prediction.length() <= 5);
    assertThat(predictions("b", "--beam", "1", "--length-penalty", "0"))
        .isEqualTo(predictions("c"));
    assertThat(predictions("d", "--temperature", "1", "--seed", "5", "--top-k", "4"))
        .isEqualTo(predictions("e", "--temperature", "1", "--seed", "5", "--top-k", "4"));
    assertThat(predictions("f", "--length", "2")).allMatch(prediction -> prediction.length() <= 2);
  }

  @Test
  void decodesTheBestPathAndTheBestPrefix() throws IOException {
    List<String> expected = new ArrayList<>();
    for (String row : Files.readAllLines(Path.of(spoken))) {
      expected.add(new ObjectMapper().readTree(row).get("parity").textValue());
    }
    assertThat(predictionsOf(aligned, spoken, "paths")).isEqualTo(expected);
    assertThat(predictionsOf(aligned, spoken, "prefixes", "--beam", "4")).isEqualTo(expected);
  }

  @Test
  void aLanguageModelChangesWhatIsFoundByItsWeight() throws IOException {
    String[] plain = {"--beam", "4"};
    String[] without = {"--beam", "4", "--language-model", stream, "--language-model-weight", "0"};
    String[] alone = {"--beam", "4", "--language-model", stream, "--language-model-weight", "99"};
    List<String> expected = predictionsOf(aligned, spoken, "plain", plain);
    assertThat(predictionsOf(aligned, spoken, "without", without)).isEqualTo(expected);
    assertThat(predictionsOf(aligned, spoken, "alone", alone)).isNotEqualTo(expected);
    assertThat(errorRate(without)).isEqualTo(errorRate()).isZero();
    assertThat(errorRate(alone)).isPositive();
  }

  private static double errorRate(String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", aligned, "--corpus", spoken, "--json"));
    arguments.addAll(Arrays.asList(options));
    EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.error()).isZero();
    return new ObjectMapper().readTree(ended.output()).get("errorRate").doubleValue();
  }

  @Test
  void writesTheProbabilitiesOfTokens() throws IOException {
    for (String options : List.of("", "--beam 4", "--temperature 1")) {
      assertTokens(sequences, table, options);
    }
    for (String options : List.of("", "--beam 4")) {
      assertTokens(aligned, spoken, options);
    }
  }

  /** The columns of tokens have those of the prediction, with probabilities. */
  private void assertTokens(String model, String input, String options) throws IOException {
    String out =
        folder
            .resolve("tokens of " + Path.of(model).getParent().getFileName() + options)
            .toString();
    List<String> arguments =
        new ArrayList<>(List.of("predict", model, "--input", input, "--output", out));
    arguments.add("--probabilities");
    arguments.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ", -1)));
    EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.error()).isZero();
    for (JsonNode row : read(out)) {
      StringBuilder text = new StringBuilder();
      for (JsonNode token : row.get("prediction_tokens")) {
        text.append(token.get("token").textValue());
        assertThat(token.get("probability").doubleValue()).isGreaterThan(0).isLessThanOrEqualTo(1);
      }
      assertThat(text.toString()).isEqualTo(row.get("prediction").textValue().replace(" ", ""));
    }
  }

  private List<String> predictions(String name, String... options) throws IOException {
    return predictionsOf(sequences, table, name, options);
  }

  private List<String> predictionsOf(String model, String input, String name, String... options)
      throws IOException {
    String out = folder.resolve(name).toString();
    List<String> arguments =
        new ArrayList<>(List.of("predict", model, "--input", input, "--output", out));
    arguments.addAll(Arrays.asList(options));
    EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.error()).isZero();
    return read(out).stream().map(row -> row.get("prediction").textValue()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels    | --top-k 3               | --top-k: expected at most 2, the labels that the"
            + " model knows, found 3",
        "labels    | --top-k 0               | --top-k: expected at least 1, found 0",
        "labels    | --beam 3                | --seed: expected none for a model that does not"
            + " generate sequences, found one",
        "labels    | --new-only              | --new-only: expected none for a model that does not"
            + " predict the next class of a sequence from the steps before (corpus.target.kind ="
            + " next), found true",
        "labels    | --threshold 0.3         | --threshold: expected none for a model that does not"
            + " predict sets, found 0.3",
        "labels    | --batch 0               | --batch: expected 1 to 65536, found 0",
        "labels    | --output-format conll   | --output-format: expected json, parquet, csv, tsv or"
            + " tsv-escaped, found conll",
        "aligned   | --length 3              | --seed: expected none for network.kind = ctc, whose"
            + " sequences end with their input, found one",
        "aligned   | --beam 3 --length-penalty 1 | --seed: expected none for network.kind = ctc,"
            + " whose sequences end with their input, found one",
        "sequences | --beam 0                | --beam: expected at least 1, found 0",
        "sequences | --length 0              | --length: expected at least 1, found 0",
        "sequences | --temperature -1        | --temperature: expected a finite number, at least 0,"
            + " found -1.0",
        "sequences | --seed 3                | --top-k, --top-p, --seed: expected none without"
            + " --temperature, found one",
        "sequences | --length-penalty 1      | --length-penalty: expected none without --beam,"
            + " found 1.0",
        "sequences | --language-model x      | --language-model: expected none without --beam,"
            + " found x",
        "sequences | --beam 2 --insertion-bonus 1 | --language-model-weight, --insertion-bonus:"
            + " expected none without --language-model, found one",
        "aligned | --beam 2 --language-model MODEL | expected a language model, which predicts"
            + " the next word or character from those before it, found another model: it does not predict",
        "sequences | --beam 2 --temperature 1 | --top-k, --top-p, --seed: expected none with"
            + " --beam, found one",
        "sequences | --probabilities --output-format csv | --output-format: expected json or"
            + " parquet, since the prediction has lists, found csv",
      })
  void badUsageIsTwo(String model, String options, String message) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "predict",
                Map.of("labels", labels, "sequences", sequences, "aligned", aligned).get(model),
                "--input",
                table,
                "--output",
                folder.resolve("out").toString()));
    arguments.addAll(Arrays.asList(options.replace("MODEL", labels).split(" ", -1)));
    EndedCommand ended = EndedCommand.run(arguments.toArray(String[]::new));
    assertThat(ended.error()).startsWith("unfold: ").contains(message);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anOutputWithoutANameIsTwo() {
    EndedCommand ended = EndedCommand.run("predict", labels, "--input", table, "--output", "");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.error()).startsWith("unfold: \"\" is not a path");
  }

  @Test
  void aModelOverAStreamIsForOtherCommands() {
    EndedCommand ended =
        EndedCommand.run("predict", stream, "--input", table, "--output", folder + "/out");
    assertThat(ended)
        .isEqualTo(
            new EndedCommand(
                2,
                "",
                "unfold: "
                    + stream
                    + ": expected a model over a table of examples, found a language model, which"
                    + " works with unfold generate and unfold evaluate\n"));
  }

  private static List<JsonNode> read(String folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : lines(folder)) {
      rows.add(json.readTree(line));
    }
    return rows;
  }

  private static List<String> lines(String folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file :
          files
              .filter(file -> file.getFileName().toString().startsWith("part"))
              .sorted()
              .toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }
}
