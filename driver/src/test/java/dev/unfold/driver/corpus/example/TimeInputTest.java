package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with times as inputs. */
class TimeInputTest extends ExampleEncodingFixture {
  private static final TargetSettings NONE = new TargetSettings("", TargetSettings.Kind.NONE, 0);

  private static InputSettings time(boolean reversed, boolean normalise, TimeFeature... features) {
    return new InputSettings(
        "time",
        Kind.TIME,
        0,
        reversed,
        normalise,
        false,
        0,
        Scaling.STANDARD,
        Missing.REFUSE,
        0,
        0,
        List.of(features),
        InputSettings.Into.STEPS,
        AcousticSettings.unused());
  }

  private static InputSettings time() {
    return time(false, true, TimeFeature.values());
  }

  private CorpusSettings settings(
      CorpusFormat format, SequenceSettings sequence, InputSettings... inputs) {
    return CorpusSettings.ofTable(
        List.of(table.toString()), format, true, new InputColumns(List.of(inputs)), sequence, NONE);
  }

  private CorpusSettings json(InputSettings... inputs) {
    return settings(CorpusFormat.JSON, SequenceSettings.none(), inputs);
  }

  private static SequenceSettings byMachine(int window, int stride) {
    return new SequenceSettings(
        List.of("machine"), List.of("time"), 0, new WindowSettings(window, stride));
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

  private static float[] values(Example example) {
    return ((FieldSequence.Frames) example.input()).values();
  }

  @Test
  void distancesAreLogarithmsOfSeconds() throws IOException {
    write("a.json", "{\"time\": [1700000000.25, 1700000000.5, \"2023-11-14T22:13:30Z\"]}");
    EncodedExampleCorpus corpus =
        train(json(time(false, false, TimeFeature.SINCE_PREVIOUS, TimeFeature.SINCE_FIRST)));

    assertThat(values(read(corpus).get(0)))
        .containsExactly(
            0,
            0,
            (float) Math.log1p(0.25),
            (float) Math.log1p(0.25),
            (float) Math.log1p(9.5),
            (float) Math.log1p(9.75));
  }

  @Test
  void distancesAreNormalizedAndCyclesAreNot() throws IOException {
    write("a.json", "{\"time\": [0, 1, 3]}", "{\"time\": [5]}");
    EncodedExampleCorpus corpus =
        train(json(time(false, true, TimeFeature.HOUR, TimeFeature.SINCE_PREVIOUS)));
    double[] since = {0, Math.log(2), Math.log(3), 0};
    double mean = Arrays.stream(since).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(since).map(x -> (x - mean) * (x - mean)).average().orElseThrow());

    float[] values = values(read(corpus).get(1));
    for (int step = 0; step < 3; step++) {
      double angle = 2 * Math.PI * (step == 2 ? 3 : step) / 86_400;
      assertThat((double) values[3 * step]).isCloseTo(Math.sin(angle), within(1e-6));
      assertThat((double) values[3 * step + 1]).isCloseTo(Math.cos(angle), within(1e-6));
      assertThat((double) values[3 * step + 2])
          .isCloseTo((since[step] - mean) / deviation, within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T00:00:00, 0, 0, 0", // a Monday
    "2026-01-11T18:00:00, 0.75, 6, 0",
    "2026-12-31T12:00:00, 0.5, 3, 11",
    "1969-12-31T23:59:59.5, 0.99999421296, 2, 11",
    "2026-07-01T02:00:00+02:00, 0, 2, 6"
  })
  void cyclesAreSinesAndCosines(String time, double day, int weekday, int month)
      throws IOException {
    write("a.json", "{\"time\": [\"" + time + "\"]}");
    EncodedExampleCorpus corpus =
        train(json(time(false, true, TimeFeature.HOUR, TimeFeature.WEEKDAY, TimeFeature.MONTH)));
    double[] shares = {day, weekday / 7.0, month / 12.0};
    float[] values = values(read(corpus).get(0));

    assertThat(values).hasSize(6);
    for (int i = 0; i < shares.length; i++) {
      assertThat((double) values[2 * i]).isCloseTo(Math.sin(2 * Math.PI * shares[i]), within(1e-6));
      assertThat((double) values[2 * i + 1])
          .isCloseTo(Math.cos(2 * Math.PI * shares[i]), within(1e-6));
    }
  }

  /** Rows that are steps, in any order and format, and windows of them are lists of times. */
  @ParameterizedTest
  @CsvSource({"0, 1", "5, 3"})
  void stepsAreTheListsOfTheirExample(int window, int stride) throws IOException {
    Random random = new Random(5);
    List<String> lists = new ArrayList<>();
    List<String> csv = new ArrayList<>();
    List<String> json = new ArrayList<>();
    for (int machine = 0; machine < 8; machine++) {
      List<String> times = new ArrayList<>();
      Instant time = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(10_000_000));
      for (int step = 0; step < 1 + random.nextInt(25); step++) {
        time = time.plusMillis(1 + random.nextInt(1 << (1 + random.nextInt(25))));
        times.add("\"" + time + "\"");
        csv.add("m" + machine + "," + time);
        json.add("{\"machine\": \"m" + machine + "\", \"time\": \"" + time + "\"}");
      }
      for (int from = 0; ; from += stride) {
        int to = window == 0 ? times.size() : Math.min(times.size(), from + window);
        lists.add("{\"time\": " + times.subList(from, to) + "}");
        if (to == times.size()) {
          break;
        }
      }
    }
    write("a.json", lists.toArray(new String[0]));
    String expected = train(json(time())).sha256();
    SequenceSettings sequence = byMachine(window, stride);

    Collections.shuffle(json, random);
    write("a.json", json.subList(0, 20).toArray(new String[0]));
    write("b.json", json.subList(20, json.size()).toArray(new String[0]));
    assertThat(train(settings(CorpusFormat.JSON, sequence, time())).sha256()).isEqualTo(expected);
    clear();
    Collections.shuffle(csv, random);
    csv.add(0, "machine,time");
    write("a.csv", csv.toArray(new String[0]));
    assertThat(train(settings(CorpusFormat.CSV, sequence, time())).sha256()).isEqualTo(expected);
    clear();
    Path rows = Files.write(directory.resolve("rows.json"), json);
    SparkSession.builder()
        .sparkContext(SPARK.context().sc())
        .getOrCreate()
        .read()
        .json(rows.toString())
        .selectExpr("machine", "timestamp(time) as time")
        .repartition(3)
        .write()
        .mode("overwrite")
        .parquet(table.toString());
    assertThat(train(settings(CorpusFormat.PARQUET, sequence, time())).sha256())
        .isEqualTo(expected);
  }

  private void clear() throws IOException {
    try (Stream<Path> old = Files.list(table)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void predictionsReadWhatTrainingRead(boolean reversed) throws IOException {
    write(
        "a.json",
        "{\"time\": [10, 20.5, 40], \"other\": [3, 4, 5], \"v\": [1, 2, 3]}",
        "{\"time\": [1e9], \"other\": [7], \"v\": [1]}");
    InputSettings other =
        new InputSettings(
            "other",
            Kind.TIME,
            0,
            reversed,
            true,
            false,
            0,
            Scaling.STANDARD,
            Missing.REFUSE,
            0,
            0,
            List.of(TimeFeature.MONTH),
            InputSettings.Into.STEPS,
            AcousticSettings.unused());
    InputSettings[] inputs = {
      time(reversed, true, TimeFeature.values()),
      other,
      new InputSettings("v", Kind.NUMBERS, 0, reversed, true, false)
    };
    EncodedExampleCorpus corpus = train(json(inputs));
    InputColumns columns = new InputColumns(List.of(inputs));
    PredictionRowEncoder encoder =
        new PredictionRowEncoder(
            columns,
            new ExampleFieldKinds(columns, new TargetSettings("", TargetSettings.Kind.NONE, 0)),
            corpus.schema());
    List<Object> first = List.of(List.of(10, 20.5, 40), List.of(3, 4, 5), List.of(1, 2, 3));
    List<Object> second = List.of(List.of(1e9), List.of(7), List.of(1));

    assertThat(corpus.schema().input().size()).isEqualTo(8 + 2 + 1);
    assertThat(read(corpus))
        .extracting(Example::input)
        .containsExactlyInAnyOrder(
            encoder
                .encode(new PredictionRow("row", first, new byte[0], first))
                .orElseThrow()
                .input(),
            encoder
                .encode(new PredictionRow("row", second, new byte[0], second))
                .orElseThrow()
                .input());
  }

  /** The order in which steps are read has no effect on distances in time. */
  @Test
  void reversedStepsKeepTheirFeatures() throws IOException {
    write("a.json", "{\"time\": [10, 20.5, 40]}");
    FieldSequence forward = read(train(json(time()))).get(0).input();
    FieldSequence backward =
        read(train(json(time(true, true, TimeFeature.values())))).get(0).input();

    assertThat(backward).isEqualTo(forward.reversed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\"soon\"", "1700000000000", "-1e12", "true", "[1]"})
  void valuesThatAreNoTimesAreRefused(String value) throws IOException {
    write("a.json", "{\"time\": [1, " + value + "]}");
    assertThatThrownBy(() -> train(json(time())))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("line 1: corpus.input, column time as time: expected a ");
  }

  @ParameterizedTest
  @EnumSource(TimeFeature.class)
  void eachFeatureCanBeReadAlone(TimeFeature feature) throws IOException {
    write("a.json", "{\"time\": [1, 2, 4, 9e8]}");
    EncodedExampleCorpus corpus = train(json(time(false, true, feature)));

    assertThat(values(read(corpus).get(0))).hasSize(4 * feature.width());
  }
}
