package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.unfold.driver.RecordedLog;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
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
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** Tables whose rows are the steps of sequences. */
class StepTableTest extends ExampleEncodingFixture {
  private static final TargetSettings NONE = new TargetSettings("", TargetSettings.Kind.NONE, 0);
  private static final WindowSettings WHOLE = new WindowSettings(0, 1);
  private static final SequenceSettings BY_MACHINE =
      new SequenceSettings(List.of("machine"), List.of("time"), 0, WHOLE);

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

  /** Returns a column of numbers that are not normalized. */
  private static InputSettings numbers(String column) {
    return new InputSettings(column, Kind.NUMBERS, 0, false, false, false);
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

  /** Returns the numbers of the only input of each example. */
  private List<String> values(SequenceSettings sequence, String... lines) throws IOException {
    write("a.csv", lines);
    return read(train(settings(CorpusFormat.CSV, sequence, NONE, numbers("x")))).stream()
        .map(example -> text(example.input(), null))
        .toList();
  }

  @Test
  void theRowsOfASequenceAreOrderedByNumbers() throws IOException {
    assertThat(
            values(
                BY_MACHINE,
                "machine,time,x",
                "b,10,3",
                "a,1e1,6",
                "b,9,2",
                "a,-2,4",
                "b,0.5,1",
                "a,-1.5,5"))
        .containsExactlyInAnyOrder("[1.0, 2.0, 3.0]", "[4.0, 5.0, 6.0]");
  }

  @Test
  void rowsAtTheSamePositionAreCounted() throws IOException {
    try (RecordedLog log = new RecordedLog(Level.INFO)) {
      values(BY_MACHINE, "machine,time,x", "a,1,1", "a,1.0,2", "b,1,3", "a,1,4", "b,2,5", "a,2,6");
      assertThat(log.lines())
          .filteredOn(line -> line.contains("have the position of another row"))
          .singleElement(STRING)
          .contains("a.csv: 2 rows have the position of another row of their sequence");
    }
    try (RecordedLog log = new RecordedLog(Level.INFO)) {
      values(BY_MACHINE, "machine,time,x", "a,1,1", "a,2,2", "b,1,1", "b,2,2");
      assertThat(log.lines()).noneMatch(line -> line.contains("position"));
    }
  }

  @Test
  void timestampsHaveAnyUsualForm() throws IOException {
    assertThat(
            values(
                BY_MACHINE,
                "machine,time,x",
                "a,2026-01-02,2",
                "a,2026-01-01T23:59:59.999999,1",
                "a,2026-01-02 00:00:00.5,3",
                "a,2026-01-02T02:00:01+02:00,4",
                "a,2026-01-02T00:00:02Z,5",
                "a,1767312003,6"))
        .containsExactly("[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
  }

  @Test
  void numbersBeyondThePrecisionOfADoubleAreOrdered() throws IOException {
    assertThat(
            values(
                BY_MACHINE,
                "machine,time,x",
                "a,9007199254740993,2",
                "a,9007199254740994,3",
                "a,9007199254740992,1"))
        .containsExactly("[1.0, 2.0, 3.0]");
  }

  @Test
  void aGapStartsANewSequence() throws IOException {
    SequenceSettings sequence =
        new SequenceSettings(List.of("machine"), List.of("time"), 1800, WHOLE);

    assertThat(
            values(
                sequence,
                "machine,time,x",
                "a,2026-01-01T10:00:00,1",
                "a,2026-01-01T10:30:00,2",
                "a,2026-01-01T11:00:00.1,3",
                "b,2026-01-01T11:00:00,4"))
        .containsExactlyInAnyOrder("[1.0, 2.0]", "[3.0]", "[4.0]");
  }

  @Test
  void windowsOverlapAndTheLastOneEndsWithTheSequence() throws IOException {
    SequenceSettings sequence =
        new SequenceSettings(List.of(), List.of("time"), 0, new WindowSettings(3, 2));

    assertThat(values(sequence, "time,x", "1,1", "2,2", "3,3", "4,4", "5,5", "6,6"))
        .containsExactlyInAnyOrder("[1.0, 2.0, 3.0]", "[3.0, 4.0, 5.0]", "[5.0, 6.0]");
  }

  @Test
  void theLabelOfAWindowIsThatOfItsLastRow() throws IOException {
    write("a.csv", "time,x,y", "1,1,a", "2,2,b", "3,3,c");
    SequenceSettings sequence =
        new SequenceSettings(List.of(), List.of("time"), 0, new WindowSettings(2, 1));
    EncodedExampleCorpus corpus =
        train(settings(CorpusFormat.CSV, sequence, label("y"), numbers("x")));

    assertThat(read(corpus))
        .extracting(
            example ->
                text(example.input(), null)
                    + " "
                    + text(example.target(), corpus.schema().target()))
        .containsExactlyInAnyOrder("[1.0, 2.0] b", "[2.0, 3.0] c");
  }

  /** The same examples come from rows that are steps and from rows of lists, bit by bit. */
  @Test
  void stepsInAnyOrderAndFormatAreTheListsOfOneRow() throws IOException {
    Random random = new Random(3);
    List<String> lists = new ArrayList<>();
    List<String> csv = new ArrayList<>();
    List<String> json = new ArrayList<>();
    for (int machine = 0; machine < 12; machine++) {
      List<String> events = new ArrayList<>();
      List<String> values = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      for (int step = 0; step < 1 + random.nextInt(30); step++) {
        String event = "e" + random.nextInt(5);
        String value = String.valueOf(random.nextInt(1000) / 8.0);
        String tag = random.nextBoolean() ? "T" : "F";
        events.add("\"" + event + "\"");
        values.add(value);
        tags.add("\"" + tag + "\"");
        csv.add("m%d,%d,%s,%s,%s".formatted(machine, step, event, value, tag));
        json.add(
            "{\"machine\": \"m%d\", \"time\": %d, \"event\": \"%s\", \"value\": %s, \"tag\": \"%s\"}"
                .formatted(machine, step, event, value, tag));
      }
      lists.add("{\"event\": %s, \"value\": %s, \"tag\": %s}".formatted(events, values, tags));
    }
    InputSettings[] inputs = {input("event", Kind.CATEGORIES), input("value", Kind.NUMBERS)};
    TargetSettings tags = new TargetSettings("tag", TargetSettings.Kind.TAGS, 0);
    write("a.json", lists.toArray(new String[0]));
    String expected = sha256(settings(CorpusFormat.JSON, SequenceSettings.none(), tags, inputs));
    Collections.shuffle(json, random);
    write("a.json", json.subList(0, 50).toArray(new String[0]));
    write("b.json", json.subList(50, json.size()).toArray(new String[0]));

    assertThat(sha256(settings(CorpusFormat.JSON, BY_MACHINE, tags, inputs))).isEqualTo(expected);
    Files.delete(table.resolve("a.json"));
    Files.delete(table.resolve("b.json"));
    Collections.shuffle(csv, random);
    csv.add(0, "machine,time,event,value,tag");
    write("a.csv", csv.toArray(new String[0]));
    assertThat(sha256(settings(CorpusFormat.CSV, BY_MACHINE, tags, inputs))).isEqualTo(expected);
  }

  private String sha256(CorpusSettings settings) throws IOException {
    return train(settings).sha256();
  }

  @Test
  void theNextStepIsPredictedWithinASequence() throws IOException {
    write("a.csv", "machine,time,x", "b,1,3", "a,2,2", "a,1,1", "b,2,4", "c,1,9");
    TargetSettings next = new TargetSettings("", TargetSettings.Kind.NEXT, 0);
    EncodedExampleCorpus corpus = train(settings(CorpusFormat.CSV, BY_MACHINE, next, numbers("x")));

    assertThat(read(corpus))
        .extracting(Example::target)
        .containsExactlyInAnyOrder(
            new FieldSequence.Frames(new float[] {2}, 1),
            new FieldSequence.Frames(new float[] {4}, 1));
    assertThat(corpus.counts().rowsTooShort()).isEqualTo(1);
  }

  @Test
  void aNumberIsATargetOfEachStep() throws IOException {
    write("a.csv", "machine,time,x,y", "a,2,2,20", "a,1,1,10");
    TargetSettings frames = new TargetSettings("y", TargetSettings.Kind.FRAMES, 0);
    EncodedExampleCorpus corpus =
        train(settings(CorpusFormat.CSV, BY_MACHINE, frames, numbers("x")));

    assertThat(read(corpus).get(0).target())
        .isEqualTo(new FieldSequence.Frames(new float[] {10, 20}, 1));
  }

  @Test
  void rowsWithoutTheirSequenceOrTimeAreNamed() throws IOException {
    write("a.csv", "machine,time,x", "a,1,1", ",2,2", "a,,3", "a,soon,4", "a,2026-13-01,5");

    assertThatThrownBy(() -> train(settings(CorpusFormat.CSV, BY_MACHINE, NONE, numbers("x"))))
        .isInstanceOf(CorpusException.class)
        .hasMessageContainingAll(
            "line 3: corpus.sequence.by, column machine: expected a value, found none; fill it in",
            "line 4: corpus.sequence.order, column time: expected a value, found none; fill it in",
            "line 5: corpus.sequence.order, column time: expected a number or a timestamp as in"
                + " 2026-01-31T23:59:59.5, found \"soon\"",
            "line 6:");
  }

  @Test
  void millisecondsAreRefusedWhereThereIsAGapInSeconds() throws IOException {
    write("a.csv", "machine,time,x", "a,1767312003000,1", "a,1767312004000,2");
    SequenceSettings withGap =
        new SequenceSettings(List.of("machine"), List.of("time"), 1800, WHOLE);

    assertThatThrownBy(() -> train(settings(CorpusFormat.CSV, withGap, NONE, numbers("x"))))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("divide milliseconds by 1000");
    assertThat(read(train(settings(CorpusFormat.CSV, BY_MACHINE, NONE, numbers("x"))))).hasSize(1);
  }

  @Test
  void wholeNumbersThatAreDoublesIdentifyASequence() throws IOException {
    write(
        "a.json",
        "{\"machine\": 8.0, \"time\": 1, \"x\": 1}",
        "{\"machine\": 8.5, \"time\": 1, \"x\": 1}");
    assertThatThrownBy(() -> train(settings(CorpusFormat.JSON, BY_MACHINE, NONE, numbers("x"))))
        .hasMessageContaining(
            "line 2: corpus.sequence.by, column machine: expected a text, a whole number, a"
                + " boolean or a date, found 8.5; cast the column to a text")
        .hasMessageNotContaining("line 1");
  }

  @Test
  void windowsOfSequencesWithBoundariesHaveAsManyRows() throws IOException {
    write("a.csv", "machine,time,e", "a,1,p", "a,2,q", "a,3,p", "a,4,q", "a,5,p");
    TargetSettings next =
        new TargetSettings(
            "", TargetSettings.Kind.NEXT, 0, false, ScoringSettings.defaults(), 1, false, 0, true);
    SequenceSettings windows =
        new SequenceSettings(List.of("machine"), List.of("time"), 0, new WindowSettings(3, 2));
    EncodedExampleCorpus corpus =
        train(
            settings(
                CorpusFormat.CSV,
                windows,
                next,
                new InputSettings("e", Kind.CATEGORIES, 0, false, false, false)));

    assertThat(read(corpus))
        .extracting(Example::input)
        .containsExactlyInAnyOrder(ids(1, 2, 3), ids(2, 3, 2));
    assertThat(read(corpus))
        .extracting(Example::target)
        .containsExactlyInAnyOrder(ids(2, 3, 2), ids(3, 2, 1));
  }

  private static FieldSequence ids(int... ids) {
    return new FieldSequence.Ids(ids);
  }
}
