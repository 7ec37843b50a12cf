package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.driver.execution.JobException;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.InputSettings.Kind;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are the change from the last step. */
class ChangeTargetsTest extends ExampleEncodingFixture {
  private static TargetSettings change(String column, int season) {
    return new TargetSettings(
        column,
        TargetSettings.Kind.NEXT,
        0,
        false,
        ScoringSettings.defaults(),
        1,
        true,
        season,
        false);
  }

  private CorpusSettings settings(
      CorpusFormat format,
      SequenceSettings sequence,
      TargetSettings target,
      InputSettings... inputs) {
    return CorpusSettings.ofTable(
        List.of(table.toString()),
        format,
        true,
        new InputColumns(List.of(inputs)),
        sequence,
        target);
  }

  private CorpusSettings lists(TargetSettings target, InputSettings... inputs) {
    return settings(CorpusFormat.JSON, SequenceSettings.none(), target, inputs);
  }

  private static InputSettings numbers(String column, boolean reversed, boolean normalized) {
    return new InputSettings(column, Kind.NUMBERS, 0, reversed, normalized, false);
  }

  private static FieldSchema.Changes target(EncodedExampleCorpus corpus) {
    return (FieldSchema.Changes) corpus.schema().target();
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

  /** Changes 2, 4 and 3 of one row, and -1 of the other: mean 2, squared deviations 0, 4, 1, 9. */
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void changesAreNormalizedByTheirOwnMoments(boolean reversed, boolean normalized)
      throws IOException {
    write("a.json", "{\"x\": [1, 3, 7, 10]}", "{\"x\": [5, 4]}", "{\"x\": [8]}");
    EncodedExampleCorpus corpus = train(lists(change("", 0), numbers("x", reversed, normalized)));
    FieldSchema.Changes schema = target(corpus);

    double deviation = Math.sqrt(3.5);
    assertThat(schema.scale().mean()).containsExactly(reversed ? -2.0 : 2.0);
    assertThat(schema.scale().deviation()).containsExactly(deviation);
    assertThat(schema.values().scale())
        .isEqualTo(((FieldSchema.Numbers) corpus.schema().input()).scale());
    float two = (float) (2 / deviation);
    float one = (float) (1 / deviation);
    float[] longer = reversed ? new float[] {-one, -two, 0} : new float[] {0, two, one};
    float[] shorter = {(float) ((reversed ? 3 : -3) / deviation)};
    assertThat(read(corpus))
        .extracting(Example::target)
        .containsExactlyInAnyOrder(
            new FieldSequence.Frames(longer, 1), new FieldSequence.Frames(shorter, 1));
    assertThat(corpus.counts().rowsTooShort()).isEqualTo(1);
    assertThat(corpus.counts().targetSteps()).isEqualTo(4);
  }

  /** A float near 1.7e9 is a multiple of 128, so the inputs do not tell these numbers apart. */
  @Test
  void changesOfLargeNumbersAreExact() throws IOException {
    write("a.json", "{\"x\": [1700000000.25, 1700000000.5, 1700000001.5]}");
    EncodedExampleCorpus corpus = train(lists(change("", 0), numbers("x", false, false)));

    Example example = read(corpus).get(0);
    float[] input = ((FieldSequence.Frames) example.input()).values();
    assertThat(input[0]).isEqualTo(input[1]);
    assertThat(target(corpus).scale().mean()).containsExactly(0.625);
    assertThat(target(corpus).scale().deviation()).containsExactly(0.375);
    assertThat(example.target()).isEqualTo(new FieldSequence.Frames(new float[] {-1, 1}, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void framesOfAnyWidthAfterAnotherInput(int width) throws IOException {
    Random random = new Random(width);
    double[] values = random.doubles(width * 9L, -40, 90).toArray();
    String frames =
        IntStream.range(0, 9)
            .mapToObj(step -> Arrays.copyOfRange(values, step * width, (step + 1) * width))
            .map(Arrays::toString)
            .collect(Collectors.joining(", "));
    String words = String.join(" ", Collections.nCopies(9, "w"));
    write("a.json", "{\"y\": \"%s\", \"x\": [%s]}".formatted(words, frames));
    EncodedExampleCorpus corpus =
        train(lists(change("x", 2), input("y", Kind.WORDS), input("x", Kind.FRAMES)));

    FieldSchema.Changes schema = target(corpus);
    float[] target = ((FieldSequence.Frames) read(corpus).get(0).target()).values();
    FieldSequence.Parts parts = (FieldSequence.Parts) read(corpus).get(0).input();
    float[] inputs = ((FieldSequence.Frames) parts.parts().get(1)).values();
    for (int i = 0; i < 8 * width; i++) {
      assertThat(schema.after(i % width, inputs[i], target[i]))
          .isCloseTo(values[i + width], within(1e-4));
    }
    for (int column = 0; column < width; column++) {
      double season = 0;
      for (int step = 2; step < 9; step++) {
        season += Math.abs(values[step * width + column] - values[(step - 2) * width + column]) / 7;
      }
      double deviation = schema.values().scale().deviation().get(column);
      assertThat(schema.values().changes().get(column)).isCloseTo(season / deviation, within(1e-9));
    }
  }

  /** Over two steps 3 to 10, 1 to 7 and 5 to 6: changes 7, 6 and 1, of which two are of one row. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTargetMayBeSeveralStepsAhead(boolean difference) throws IOException {
    write("a.json", "{\"x\": [1, 3, 7, 10]}", "{\"x\": [5, 4, 6]}", "{\"x\": [8, 9]}");
    TargetSettings target =
        new TargetSettings(
            "",
            TargetSettings.Kind.NEXT,
            0,
            false,
            ScoringSettings.defaults(),
            2,
            difference,
            0,
            false);
    EncodedExampleCorpus corpus = train(lists(target, numbers("x", false, false)));

    double deviation = Math.sqrt(62 / 9.0);
    float[] longer =
        difference
            ? new float[] {
              (float) ((6 - 14 / 3.0) / deviation), (float) ((7 - 14 / 3.0) / deviation)
            }
            : new float[] {7, 10};
    float[] shorter = {difference ? (float) ((1 - 14 / 3.0) / deviation) : 6};
    assertThat(read(corpus))
        .containsExactlyInAnyOrder(
            new Example(
                new FieldSequence.Frames(new float[] {1, 3}, 1),
                new FieldSequence.Frames(longer, 1)),
            new Example(
                new FieldSequence.Frames(new float[] {5}, 1),
                new FieldSequence.Frames(shorter, 1)));
    assertThat(corpus.counts().rowsTooShort()).isEqualTo(1);
  }

  /** The examples of rows that are steps are those of rows of lists, bit for bit. */
  @ParameterizedTest
  @CsvSource({
    "true, false, 1, 0",
    "true, true, 1, 2",
    "false, false, 1, 3",
    "false, true, 1, 0",
    "true, true, 4, 2",
    "false, false, 2, 0"
  })
  void stepsAreTheSameAsLists(boolean difference, boolean reversed, int ahead, int season)
      throws IOException {
    Random random = new Random(7);
    List<String> steps = new ArrayList<>(List.of("machine,time,x"));
    List<String> rows = new ArrayList<>();
    for (int machine = 0; machine < 6; machine++) {
      List<String> values = new ArrayList<>();
      double level = 1e6 * random.nextGaussian();
      for (int time = 0; time < 1 + 5 * machine; time++) {
        level += random.nextGaussian();
        values.add(Double.toString(level));
        steps.add("m%d,%d,%s".formatted(machine, time, level));
      }
      rows.add("{\"x\": [%s]}".formatted(String.join(", ", values)));
    }
    Collections.shuffle(steps.subList(1, steps.size()), random);
    write("a.csv", steps.toArray(String[]::new));
    write("b.json", rows.toArray(String[]::new));
    TargetSettings target =
        new TargetSettings(
            "",
            TargetSettings.Kind.NEXT,
            0,
            false,
            ScoringSettings.defaults(),
            ahead,
            difference,
            season,
            false);
    SequenceSettings sequence =
        new SequenceSettings(List.of("machine"), List.of("time"), 0, new WindowSettings(0, 1));
    InputSettings x = numbers("x", reversed, true);
    EncodedExampleCorpus ofSteps =
        train(settings(CorpusFormat.CSV, sequence, target, x).from(paths("a.csv"), ""));
    EncodedExampleCorpus ofLists = train(lists(target, x).from(paths("b.json"), ""));

    assertThat(ofSteps.schema()).isEqualTo(ofLists.schema());
    assertThat(read(ofSteps)).isEqualTo(read(ofLists)).hasSize(5);
  }

  private List<String> paths(String name) {
    return paths(table.resolve(name));
  }

  /** The change over the gap of an hour is not one of a step, and belongs to no window. */
  @Test
  void changesDoNotCrossGapsAndWindowsShareThem() throws IOException {
    write("a.csv", "time,x", "0,1", "1,2", "2,4", "3602,100", "3603,103", "3604,109");
    SequenceSettings sequence =
        new SequenceSettings(List.of(), List.of("time"), 60, new WindowSettings(2, 1));
    EncodedExampleCorpus corpus =
        train(settings(CorpusFormat.CSV, sequence, change("", 0), numbers("x", false, false)));

    assertThat(target(corpus).scale().mean()).containsExactly(3.0);
    assertThat(target(corpus).scale().deviation()).containsExactly(Math.sqrt(3.5));
    double deviation = Math.sqrt(3.5);
    assertThat(read(corpus))
        .extracting(Example::target)
        .extracting(target -> ((FieldSequence.Frames) target).values()[0])
        .containsExactlyInAnyOrder(
            (float) (-2 / deviation), (float) (-1 / deviation), 0f, (float) (3 / deviation));
  }

  @Test
  void aSeasonThatNoRowHasIsRefused() throws IOException {
    write("a.json", "{\"x\": [1, 3, 7, 10]}");
    assertThat(target(train(lists(change("", 3), numbers("x", false, false)))).values().changes())
        .containsExactly(9.0);
    assertThatThrownBy(() -> train(lists(change("", 4), numbers("x", false, true))))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("corpus.target.season: expected fewer steps than the longest")
        .hasMessageEndingWith("found 4");
  }

  @Test
  void aTableToEvaluateWithoutAnyForecastToCompareIsRefused() throws IOException {
    write("a.json", "{\"x\": [0, 1, 3, 2, 4]}");
    CorpusSettings settings = lists(change("", 3), numbers("x", false, false));
    EncodedExampleCorpus corpus = train(settings);
    write("b.json", "{\"x\": [0, 1, 2]}");
    assertThatThrownBy(() -> encoder().encode(settings.from(paths("b.json"), ""), corpus.schema()))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("corpus.target.season: expected more than 3 steps in at least one")
        .hasMessageEndingWith("found at most 3");
    write("b.json", "{\"x\": [0, 1, 2, 3]}");
    assertThat(
            encoder()
                .encode(settings.from(paths("b.json"), ""), corpus.schema())
                .counts()
                .inputSteps())
        .isEqualTo(3);
  }

  @Test
  void aChangeThatNoFloatHoldsIsRefused() throws IOException {
    write("a.json", "{\"x\": [0, 1e-30, 3e-30]}");
    CorpusSettings settings = lists(change("", 0), numbers("x", false, false));
    EncodedExampleCorpus corpus = train(settings);
    write("b.json", "{\"x\": [0, 1, 1e30]}");
    assertThatThrownBy(() -> encoder().encode(settings.from(paths("b.json"), ""), corpus.schema()))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("b.json: line 1: corpus.target.difference: expected changes near")
        .hasMessageContaining("found one that no float can hold, in the row with input");
  }

  /** Rows that are steps have no line of their own in the message, since none of them is wrong. */
  @Test
  void aChangeThatNoFloatHoldsIsRefusedBetweenSteps() throws IOException {
    write("a.csv", "time,x", "0,0", "1,1e-30", "2,3e-30");
    write("b.csv", "time,x", "0,0", "1,1", "2,1e30");
    SequenceSettings sequence =
        new SequenceSettings(List.of(), List.of("time"), 0, new WindowSettings(0, 1));
    CorpusSettings settings =
        settings(CorpusFormat.CSV, sequence, change("", 0), numbers("x", false, false));
    EncodedExampleCorpus corpus = train(settings.from(paths("a.csv"), ""));
    assertThatThrownBy(() -> encoder().encode(settings.from(paths("b.csv"), ""), corpus.schema()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining(
            "corpus.target.difference: expected changes near those of the training rows, found in"
                + " a sequence one that no float can hold");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void setsMayBeSeveralStepsAhead(int ahead) throws IOException {
    write("a.json", "{\"x\": [[0], [1], [], [2, 3]]}");
    TargetSettings target =
        new TargetSettings(
            "",
            TargetSettings.Kind.NEXT,
            0,
            false,
            ScoringSettings.defaults(),
            ahead,
            false,
            0,
            false);
    InputSettings sets = new InputSettings("x", Kind.SETS, 4, false, true, false);
    Example example = read(train(lists(target, sets))).get(0);

    FieldSequence.IdSets all = new FieldSequence.IdSets(new int[][] {{0}, {1}, {}, {2, 3}});
    assertThat(example.input()).isEqualTo(all.range(0, 4 - ahead));
    assertThat(example.target()).isEqualTo(all.range(ahead, 4));
  }
}
