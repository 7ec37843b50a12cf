package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.MissingCounts;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.InputSettings.Kind;
import dev.unfold.worker.settings.corpus.InputSettings.Missing;
import dev.unfold.worker.settings.corpus.InputSettings.Scaling;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables in which numbers, words, categories and labels are missing. */
class MissingValuesTest extends ExampleEncodingFixture {
  private static final List<TimeFeature> ALL = List.of(TimeFeature.values());

  private static final TargetSettings NONE = new TargetSettings("", TargetSettings.Kind.NONE, 0);
  private static final SequenceSettings BY_MACHINE =
      new SequenceSettings(List.of("machine"), List.of("time"), 0, new WindowSettings(0, 1));

  private static InputSettings column(String name, Kind kind, Missing missing) {
    return column(name, kind, true, Scaling.STANDARD, missing, 0, 0);
  }

  private static InputSettings column(
      String name,
      Kind kind,
      boolean normalise,
      Scaling scaling,
      Missing missing,
      long minCount,
      int size) {
    return new InputSettings(
        name,
        kind,
        0,
        false,
        normalise,
        false,
        0,
        scaling,
        missing,
        minCount,
        size,
        ALL,
        InputSettings.Into.STEPS,
        AcousticSettings.unused());
  }

  private CorpusSettings settings(
      CorpusFormat format, SequenceSettings sequence, InputSettings... inputs) {
    return CorpusSettings.ofTable(
        List.of(table.toString()), format, true, new InputColumns(List.of(inputs)), sequence, NONE);
  }

  private CorpusSettings json(InputSettings... inputs) {
    return settings(CorpusFormat.JSON, SequenceSettings.none(), inputs);
  }

  private static List<Example> read(EncodedExampleCorpus corpus) throws IOException {
    List<Example> examples = new ArrayList<>();
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      for (long i = 0; i < corpus.buckets().examples(); i++) {
        examples.add(source.read(i));
      }
    }
    return examples;
  }

  private List<String> texts(EncodedExampleCorpus corpus) throws IOException {
    return read(corpus).stream()
        .map(example -> text(example.input(), corpus.schema().input()))
        .toList();
  }

  /** A value of a step, as it is in each format; null if it is missing. */
  private record Step(int machine, int time, String value, String event, String unit) {
    String csv(String separator) {
      return Stream.of("m" + machine, "" + time, value, event, unit)
          .map(text -> text == null ? "" : text)
          .reduce((a, b) -> a + separator + b)
          .orElseThrow();
    }

    String json() {
      return """
          {"machine": "m%d", "time": %d, "value": %s, "event": %s, "unit": %s}"""
          .formatted(machine, time, value, quoted(event), quoted(unit));
    }
  }

  private static String quoted(String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }

  private static List<Step> steps(Random random) {
    List<Step> steps = new ArrayList<>();
    for (int machine = 0; machine < 10; machine++) {
      String unit = machine % 3 == 0 ? null : "u" + machine % 2;
      for (int time = 0; time < 1 + random.nextInt(20); time++) {
        String value = random.nextInt(4) == 0 ? null : "" + random.nextInt(1000) / 8.0;
        String event = random.nextInt(5) == 0 ? null : "e" + random.nextInt(6);
        steps.add(new Step(machine, time, value, event, unit));
      }
    }
    return steps;
  }

  /** The same examples come from each format and order, and from lists with nulls. */
  @ParameterizedTest
  @CsvSource({"FILL, STANDARD", "INDICATE, STANDARD", "FILL, ROBUST", "INDICATE, LOG1P"})
  void theSameValuesAreMissingInEachFormat(Missing missing, Scaling scaling) throws IOException {
    Random random = new Random(4);
    List<Step> steps = steps(random);
    InputSettings[] inputs = {
      column("value", Kind.NUMBERS, true, scaling, missing, 0, 0),
      column("event", Kind.CATEGORIES, missing),
      column("unit", Kind.LABEL, missing)
    };
    write("a.json", lists(steps).toArray(new String[0]));
    EncodedExampleCorpus expected = train(json(inputs));
    assertThat(expected.schema().input().size())
        .isEqualTo((missing == Missing.INDICATE ? 2 : 1) + (1 + 6 + 1) + (2 + 1));
    assertThat(expected.counts().missingInputs())
        .containsOnlyKeys("value", "event", "unit")
        .containsEntry("value", steps.stream().filter(step -> step.value() == null).count())
        .containsEntry("event", steps.stream().filter(step -> step.event() == null).count());
    Files.delete(table.resolve("a.json"));
    for (CorpusFormat format :
        List.of(CorpusFormat.JSON, CorpusFormat.CSV, CorpusFormat.TSV, CorpusFormat.PARQUET)) {
      Collections.shuffle(steps, random);
      writeSteps(format, steps);
      assertThat(train(settings(format, BY_MACHINE, inputs)).sha256())
          .as("%s", format)
          .isEqualTo(expected.sha256());
    }
  }

  private void writeSteps(CorpusFormat format, List<Step> steps) throws IOException {
    try (Stream<Path> old = Files.walk(table)) {
      for (Path file : old.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    if (format == CorpusFormat.PARQUET) {
      Path rows = directory.resolve("rows.json");
      Files.write(rows, steps.stream().map(Step::json).toList());
      SparkSession.builder()
          .sparkContext(SPARK.context().sc())
          .getOrCreate()
          .read()
          .json(rows.toString())
          .repartition(3)
          .write()
          .mode("overwrite")
          .parquet(table.toString());
      return;
    }
    String separator = format == CorpusFormat.CSV ? "," : "\t";
    int half = steps.size() / 2;
    for (int part = 0; part < 2; part++) {
      List<String> lines = new ArrayList<>();
      if (format != CorpusFormat.JSON) {
        lines.add(String.join(separator, "machine", "time", "value", "event", "unit"));
      }
      steps.subList(part * half, part == 0 ? half : steps.size()).stream()
          .map(step -> format == CorpusFormat.JSON ? step.json() : step.csv(separator))
          .forEach(lines::add);
      write("part" + part, lines.toArray(new String[0]));
    }
  }

  /** Returns the sequences of steps as rows of lists. */
  private static List<String> lists(List<Step> steps) {
    List<String> rows = new ArrayList<>();
    for (int machine = 0; machine < 10; machine++) {
      int of = machine;
      List<Step> sequence = steps.stream().filter(step -> step.machine() == of).toList();
      rows.add(
          "{\"value\": %s, \"event\": %s, \"unit\": %s}"
              .formatted(
                  sequence.stream().map(Step::value).toList(),
                  sequence.stream().map(step -> quoted(step.event())).toList(),
                  quoted(sequence.get(0).unit())));
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | STANDARD | FILL     | [-1.0, 0.0, 1.0]",
        "true  | STANDARD | INDICATE | [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0]",
        "true  | ROBUST   | FILL     | [-1.0, 0.0, 1.0]",
        "false | STANDARD | FILL     | [1.0, 3.0, 5.0]",
        "false | STANDARD | INDICATE | [1.0, 0.0, 3.0, 1.0, 5.0, 0.0]"
      })
  void aMissingNumberIsTheMean(boolean normalise, Scaling scaling, Missing missing, String read)
      throws IOException {
    write("a.json", "{\"x\": [1, null, 5]}");
    EncodedExampleCorpus corpus =
        train(json(column("x", Kind.NUMBERS, normalise, scaling, missing, 0, 0)));

    assertThat(texts(corpus)).containsExactly(read);
  }

  @Test
  void numbersOfFramesAndWholeFramesCanBeMissing() throws IOException {
    write("a.json", "{\"x\": [[1, 10], [null, 30], null, [\"NaN\", \"\"]]}", "{\"x\": [null]}");
    EncodedExampleCorpus corpus =
        train(json(column("x", Kind.FRAMES, false, Scaling.STANDARD, Missing.INDICATE, 0, 0)));

    assertThat(texts(corpus))
        .containsExactlyInAnyOrder(
            "[1.0, 10.0, 0.0, 0.0, 1.0, 30.0, 1.0, 0.0, 1.0, 20.0, 1.0, 1.0, 1.0, 20.0, 1.0, 1.0]",
            "[1.0, 20.0, 1.0, 1.0]");
  }

  @ParameterizedTest
  @EnumSource(
      value = CorpusFormat.class,
      names = {"CSV", "TSV"})
  void singleValuesOfDelimitedFilesCanBeMissing(CorpusFormat format) throws IOException {
    String separator = format == CorpusFormat.CSV ? "," : "\t";
    write(
        "a",
        Stream.of("x,l", "2,a", ",a", "4,", "NaN,b")
            .map(line -> line.replace(",", separator))
            .toArray(String[]::new));
    InputSettings[] inputs = {
      column("x", Kind.VECTOR, false, Scaling.STANDARD, Missing.FILL, 0, 0),
      column("l", Kind.LABEL, Missing.FILL)
    };
    EncodedExampleCorpus corpus = train(settings(format, SequenceSettings.none(), inputs));
    List<FieldSchema> schemas = ((FieldSchema.Parts) corpus.schema().input()).parts();

    assertThat(((FieldSchema.Classes) schemas.get(1)).labels().all())
        .containsExactly(Vocabulary.MISSING, "a", "b");
    assertThat(read(corpus))
        .extracting(
            example -> {
              List<FieldSequence> parts = ((FieldSequence.Parts) example.input()).parts();
              return text(parts.get(0), null) + text(parts.get(1), schemas.get(1));
            })
        .containsExactlyInAnyOrder("[2.0]a", "[3.0]a", "[4.0]<missing>", "[3.0]b");
  }

  /** What is encoded for predictions are the inputs of training, bit by bit. */
  @ParameterizedTest
  @EnumSource(
      value = Missing.class,
      names = {"FILL", "INDICATE"})
  void predictionsReadWhatTrainingRead(Missing missing) throws IOException {
    write(
        "a.json",
        """
        {"x": [1, null, 4.5], "v": null, "c": ["a", null, "b"], "l": "p"}
        {"x": [null], "v": [1, null], "c": [""], "l": null}
        {"x": [7, 8], "v": [2, 9], "c": ["b", "b"], "l": "q"}""");
    InputSettings[] inputs = {
      column("x", Kind.NUMBERS, true, Scaling.ROBUST, missing, 0, 0),
      column("v", Kind.VECTOR, true, Scaling.LOG1P, missing, 0, 0),
      column("c", Kind.CATEGORIES, missing),
      column("l", Kind.LABEL, missing)
    };
    EncodedExampleCorpus corpus = train(json(inputs));
    InputColumns columns = new InputColumns(List.of(inputs));
    PredictionRowEncoder encoder =
        new PredictionRowEncoder(
            columns,
            new ExampleFieldKinds(columns, new TargetSettings("", TargetSettings.Kind.NONE, 0)),
            corpus.schema());
    List<List<Object>> rows =
        List.of(
            Arrays.asList(Arrays.asList(1, null, 4.5), null, Arrays.asList("a", null, "b"), "p"),
            Arrays.asList(Arrays.asList(Double.NaN), Arrays.asList(1, null), List.of(""), null),
            Arrays.asList(List.of(7, 8), List.of(2, 9), List.of("b", "b"), "q"));
    List<FieldSequence> predicted = new ArrayList<>();
    MissingCounts counts = new MissingCounts();
    for (List<Object> row : rows) {
      PredictionRow input = new PredictionRow("row", row, new byte[0], row);
      predicted.add(encoder.encode(input).orElseThrow().input());
      counts.addAll(encoder.missing(input));
    }

    assertThat(read(corpus))
        .extracting(Example::input)
        .containsExactlyInAnyOrderElementsOf(predicted);
    String indicated = missing == Missing.INDICATE ? ", and is indicated" : "";
    assertThat(encoder.missingLines(counts))
        .containsExactly(
            "corpus.inputs[0], column x as numbers: 2 of 6 values are missing; each is the median"
                + " of the training rows"
                + indicated,
            "corpus.inputs[1], column v as vector: 3 of 6 values are missing; each is the mean of"
                + " the training rows"
                + indicated,
            "corpus.inputs[2], column c as categories: 2 of 6 values are missing; each is the"
                + " entry <missing>",
            "corpus.inputs[3], column l as label: 1 of 3 values are missing; each is the entry"
                + " <missing>");
  }

  @Test
  void aTableForEvaluationHasMissingValuesThatTrainingHadNot() throws IOException {
    write("a.json", "{\"x\": [1, 3], \"c\": [\"a\", \"b\"], \"l\": \"p\"}");
    CorpusSettings settings =
        json(
            column("x", Kind.NUMBERS, Missing.FILL),
            column("c", Kind.CATEGORIES, Missing.FILL),
            column("l", Kind.LABEL, Missing.FILL));
    EncodedExampleCorpus trained = train(settings);
    Path other = directory.resolve("other.json");
    Files.writeString(other, "{\"x\": [null], \"c\": [null], \"l\": null}\n");
    EncodedExampleCorpus corpus =
        encoder().encode(settings.from(paths(other), ""), trained.schema());
    List<FieldSequence> parts = ((FieldSequence.Parts) read(corpus).get(0).input()).parts();

    assertThat(parts)
        .containsExactly(
            new FieldSequence.Frames(new float[] {0}, 1),
            new FieldSequence.Ids(new int[] {3}), // <unk>, a, b, <missing>
            new FieldSequence.Ids(new int[] {0})); // <missing>, p
    assertThat(corpus.counts().unknownInputs()).isZero();
  }

  @Test
  void missingValuesAreRefusedUnlessTheyAreAllowed() throws IOException {
    write(
        "a.json",
        "{\"x\": [1, null], \"c\": [\"a\", \"b\"], \"l\": \"p\"}",
        "{\"x\": [1, 2], \"c\": [\"a\", null], \"l\": \"p\"}",
        "{\"x\": [1, 2], \"c\": [\"a\", \"b\"], \"l\": null}",
        "{\"x\": null, \"c\": [\"a\", \"b\"], \"l\": \"p\"}");
    assertThatThrownBy(
            () ->
                train(
                    json(
                        input("x", Kind.NUMBERS),
                        input("c", Kind.CATEGORIES),
                        input("l", Kind.LABEL))))
        .isInstanceOf(CorpusException.class)
        .hasMessageContainingAll(
            "line 1: corpus.inputs[0], column x as numbers: expected finite numbers, found null",
            "line 2: corpus.inputs[1], column c as categories: expected a text, found null",
            "line 3: corpus.inputs[2], column l as label: expected a value, found null, in the row"
                + " with input [[1, 2], [a, b], null]; fill it in or leave the row out, or train"
                + " with missing = fill or indicate",
            "line 4: corpus.inputs[0], column x as numbers: expected a value, found null");
  }

  /** How many steps a list that is missing has is unknown. */
  @Test
  void aListThatIsMissingIsRefused() throws IOException {
    write("a.json", "{\"x\": [1, 2]}", "{\"x\": null}");
    assertThatThrownBy(() -> train(json(column("x", Kind.NUMBERS, Missing.FILL))))
        .hasMessageContaining("line 2: corpus.input, column x as numbers: expected a value");
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBERS, [null]",
    "FRAMES, '[null, [null, null]]'",
    "VECTOR, null",
    "CATEGORIES, [null]",
    "LABEL, null"
  })
  void aColumnOfMissingValuesOnlyIsRefused(Kind kind, String value) throws IOException {
    write("a.json", "{\"x\": " + value + "}", "{\"x\": " + value + "}");
    assertThatThrownBy(() -> train(json(column("x", kind, Missing.INDICATE))))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            "corpus.input, column x as "
                + kind.name().toLowerCase(Locale.ROOT)
                + ": expected a value in at least one of the training rows, found none: leave the"
                + " column out");
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void aNumberOfFramesThatNoTrainingRowHasIsAlwaysZero(Scaling scaling) throws IOException {
    write("a.json", "{\"x\": [[1, null], [3, null]]}");
    CorpusSettings settings = json(column("x", Kind.FRAMES, true, scaling, Missing.FILL, 0, 0));
    EncodedExampleCorpus trained = train(settings);
    Path other = directory.resolve("other.json");
    Files.writeString(other, "{\"x\": [[2, 1e30], [2, -5]]}\n");
    FieldSequence.Frames read =
        (FieldSequence.Frames)
            read(encoder().encode(settings.from(paths(other), ""), trained.schema()))
                .get(0)
                .input();

    assertThat(read.values()[1]).isZero();
    assertThat(Math.abs(read.values()[3])).isZero();
  }

  /** A model whose training rows had no missing numbers cannot be trained further with some. */
  @Test
  void aModelWithoutMissingNumbersRefusesThem() throws IOException {
    write("a.json", "{\"x\": [1, 2]}");
    EncodedExampleCorpus trained = train(json(input("x", Kind.NUMBERS)));
    write("b.json", "{\"x\": [1, null]}");
    assertThatThrownBy(
            () ->
                encoder()
                    .encodeTraining(
                        json(column("x", Kind.NUMBERS, Missing.FILL)), trained.schema()))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(
            "b.json: line 1: corpus.input, column x as numbers: expected a number, since none was"
                + " missing in training, found a missing one");
  }

  @Test
  void eachColumnHasItsOwnVocabularyLimits() throws IOException {
    write("a.json", "{\"a\": [\"p\", \"p\", \"q\", null], \"b\": [\"r\", \"r\", \"s\", null]}");
    for (Missing missing : List.of(Missing.FILL, Missing.INDICATE)) {
      EncodedExampleCorpus corpus =
          train(
              json(
                  column("a", Kind.CATEGORIES, true, Scaling.STANDARD, missing, 2, 0),
                  column("b", Kind.WORDS, true, Scaling.STANDARD, missing, 0, 3)));
      List<FieldSchema> schemas = ((FieldSchema.Parts) corpus.schema().input()).parts();

      assertThat(schemas)
          .extracting(schema -> tokens((FieldSchema.Tokens) schema))
          .containsExactly(
              List.of("<unk>", "p", "<missing>"), List.of("<unk>", "r", "s", "<missing>"));
      assertThat(corpus.counts().unknownInputs()).isEqualTo(1);
    }
  }

  private static List<String> tokens(FieldSchema.Tokens schema) {
    return IntStream.range(0, schema.size()).mapToObj(schema.vocabulary()::token).toList();
  }
}
