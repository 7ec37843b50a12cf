package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.WeightSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of rows, as they are encoded with examples. */
class RowWeightsTest extends ExampleEncodingFixture {
  private static final WeightSettings WEIGHTS = new WeightSettings("w");
  private static final String[] STEPS = {
    "m,t,x,y,w", "a,1,u,n,0.5", "a,2,v,s,2", "a,3,w,n,0", "b,1,u,s,1", "b,2,w,s,3"
  };

  private CorpusSettings steps(TargetSettings target, int window) {
    SequenceSettings sequence =
        new SequenceSettings(
            List.of("m"), List.of("t"), 0, new WindowSettings(window, Math.max(1, window)));
    InputSettings input = input("x", InputSettings.Kind.CATEGORIES);
    List<String> paths = List.of(table.toString());
    return CorpusSettings.ofTable(
            paths, CorpusFormat.CSV, true, InputColumns.of(input), sequence, target)
        .with(WEIGHTS);
  }

  private static TargetSettings target(TargetSettings.Kind kind) {
    return new TargetSettings(kind.hasColumn() ? "y" : "", kind, 0);
  }

  private List<String> weights(CorpusSettings settings) throws IOException {
    return examples(train(settings)).stream()
        .map(example -> example.weights().map(RowWeightsTest::shown).orElse("none"))
        .sorted()
        .toList();
  }

  private static String shown(FieldSequence.Frames weights) {
    return Arrays.toString(weights.values());
  }

  private List<Example> examples(EncodedExampleCorpus corpus) throws IOException {
    List<Example> examples = new ArrayList<>();
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      for (long i = 0; i < corpus.buckets().examples(); i++) {
        examples.add(source.read(i));
      }
    }
    return examples;
  }

  @Test
  void aWeightBelongsToTheTargetOfItsRow() throws IOException {
    write("a.csv", STEPS);
    TargetSettings tags = target(TargetSettings.Kind.TAGS);
    assertThat(weights(steps(tags, 0))).containsExactly("[0.5, 2.0, 0.0]", "[1.0, 3.0]");
    assertThat(weights(steps(tags, 2))).containsExactly("[0.0]", "[0.5, 2.0]", "[1.0, 3.0]");
    TargetSettings next = target(TargetSettings.Kind.NEXT);
    assertThat(weights(steps(next, 0))).containsExactly("[2.0, 0.0]", "[3.0]");
    TargetSettings bounded =
        new TargetSettings(
            "", TargetSettings.Kind.NEXT, 0, false, ScoringSettings.defaults(), 1, false, 0, true);
    assertThat(weights(steps(bounded, 0)))
        .containsExactly("[0.5, 2.0, 0.0, 0.0]", "[1.0, 3.0, 3.0]");
  }

  @Test
  void theWeightOfASequenceIsThatOfTheRowOfItsLabel() throws IOException {
    write("a.csv", STEPS);
    TargetSettings label = target(TargetSettings.Kind.LABEL);
    assertThat(weights(steps(label, 0))).containsExactly("[0.0]", "[3.0]");
    assertThat(weights(steps(label, 2))).containsExactly("[0.0]", "[2.0]", "[3.0]");
    EncodedExampleCorpus corpus = train(steps(label, 2));
    assertThat(corpus.counts().targetSteps()).isEqualTo(2);
    assertThat(corpus.counts().weightlessTargets()).isEqualTo(1);
  }

  /** A row of weight 2 is counted as two rows, in any order of the rows. */
  @Test
  void balancedWeightsCountARowAsOftenAsItsWeightSays() throws IOException {
    TargetSettings label = target(TargetSettings.Kind.LABEL);
    InputSettings input = input("x", InputSettings.Kind.WORDS);
    write("a.csv", "x,y,w", "u,n,1", "u,n,1", "v,s,1", "v,s,1", "v,s,1", "w,n,1");
    double[] expected = balanced(train(settings(CorpusFormat.CSV, input, label)));
    assertThat(expected).containsExactly(1, 1);
    write("a.csv", "x,y,w", "u,n,2", "v,s,2.5", "w,n,1", "v,s,0.5", "u,s,0");
    CorpusSettings weighted = settings(CorpusFormat.CSV, input, label).with(WEIGHTS);
    assertThat(balanced(train(weighted.with(WeightSettings.none()))))
        .containsExactly(5 / 4.0, 5 / 6.0);
    assertThat(balanced(train(weighted))).isEqualTo(expected);
    write("a.csv", "x,y,w", "u,s,0", "v,s,0.5", "v,s,2.5", "w,n,1", "u,n,2");
    assertThat(balanced(train(settings(CorpusFormat.CSV, input, label).with(WEIGHTS))))
        .isEqualTo(expected);
  }

  private static double[] balanced(EncodedExampleCorpus corpus) {
    return corpus.labels().weights(ClassWeightSettings.balanced(), corpus.schema().target());
  }

  @Test
  void aRowThatIsAnExampleHasOneWeight() throws IOException {
    write("a.json", "{\"x\": [\"u\", \"v\"], \"y\": [\"n\", \"s\"], \"w\": 2}");
    InputSettings input = input("x", InputSettings.Kind.WORDS);
    TargetSettings tags = target(TargetSettings.Kind.TAGS);
    assertThat(weights(settings(CorpusFormat.JSON, input, tags).with(WEIGHTS)))
        .containsExactly("[2.0, 2.0]");
    InputSettings reversed = new InputSettings("x", InputSettings.Kind.WORDS, 0, true, true, false);
    write("a.json", "{\"x\": \"u v\", \"y\": \"n s\", \"w\": \" 2.50 \"}");
    TargetSettings words = target(TargetSettings.Kind.WORDS);
    assertThat(weights(settings(CorpusFormat.JSON, reversed, words).with(WEIGHTS)))
        .containsExactly("[2.5]");
  }

  @Test
  void weightsAreReversedWithTheirSteps() throws IOException {
    write("a.csv", STEPS);
    CorpusSettings tags = steps(target(TargetSettings.Kind.TAGS), 0);
    InputSettings input = new InputSettings("x", InputSettings.Kind.WORDS, 0, true, true, false);
    CorpusSettings reversed =
        CorpusSettings.ofTable(
                tags.train(),
                tags.format(),
                true,
                InputColumns.of(input),
                tags.sequence(),
                tags.target())
            .with(WEIGHTS);
    assertThat(weights(reversed)).containsExactly("[0.0, 2.0, 0.5]", "[3.0, 1.0]");
  }

  @Test
  void everySourceGivesTheSameExamples() throws IOException {
    write("a.csv", STEPS);
    CorpusSettings csv = steps(target(TargetSettings.Kind.TAGS), 0);
    String expected = train(csv).sha256();
    SparkSession session = SparkSession.builder().sparkContext(SPARK.context().sc()).getOrCreate();
    Dataset<Row> rows =
        session
            .read()
            .options(Map.of("header", "true", "inferSchema", "true"))
            .csv(table.toString())
            .repartition(3);
    rows.createOrReplaceTempView("weighted_rows");
    for (CorpusFormat format :
        List.of(CorpusFormat.PARQUET, CorpusFormat.JSON, CorpusFormat.ORC, CorpusFormat.TABLE)) {
      Path files = directory.resolve(format.name());
      if (format != CorpusFormat.TABLE) {
        rows.write().format(format.name().toLowerCase(Locale.ROOT)).save(files.toString());
      }
      List<String> paths =
          List.of(format == CorpusFormat.TABLE ? "weighted_rows" : files.toString());
      assertThat(train(csv.from(paths, format, csv.source(), "")).sha256())
          .as(format.name())
          .isEqualTo(expected);
    }
  }

  /** Weights of 1 change neither the examples nor their order. */
  @Test
  void theOrderOfExamplesDoesNotDependOnWeights() throws IOException {
    List<String> plain = new ArrayList<>(List.of("x,y,w,one"));
    for (int i = 0; i < 60; i++) {
      plain.add("a%d b%d,%s,%s,1".formatted(i % 11, i % 7, i % 3 == 0 ? "s" : "n", i % 4));
    }
    write("a.csv", plain.toArray(String[]::new));
    CorpusSettings rows =
        settings(CorpusFormat.CSV, input("x", InputSettings.Kind.WORDS), label("y"));
    List<Example> expected = examples(train(rows));
    assertThat(expected).allMatch(example -> example.weights().isEmpty());
    for (String column : List.of("one", "w")) {
      EncodedExampleCorpus weighted = train(rows.with(new WeightSettings(column)));
      assertThat(examples(weighted).stream().map(Example::withoutWeights)).isEqualTo(expected);
      assertThat(weighted.sha256()).isNotEqualTo(train(rows).sha256());
    }
  }

  @Test
  void evaluationReadsNoWeights() throws IOException {
    write("a.csv", "x,y,w", "u v,n,2", "v,s,1");
    CorpusSettings rows =
        settings(CorpusFormat.CSV, input("x", InputSettings.Kind.WORDS), label("y")).with(WEIGHTS);
    EncodedExampleCorpus trained = train(rows);
    write("a.csv", "x,y", "u v,n", "v,s");
    EncodedExampleCorpus evaluated = encoder().encode(rows, trained.schema());
    assertThat(examples(evaluated)).allMatch(example -> example.weights().isEmpty());
    assertThatThrownBy(() -> train(rows))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("no column w in ")
        .hasMessageContaining("found the columns [x, y]");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 'expected a finite number of at least 0, found \"-1\"'",
    "'', 'expected a finite number of at least 0, found none'",
    "NaN, 'expected finite numbers, found \"NaN\"'",
    "1e39, 'expected finite numbers, found \"1e39\"'",
    "much, 'expected finite numbers, found \"much\"'"
  })
  void aWeightThatCannotBeUsedIsRefused(String weight, String expected) throws IOException {
    write("a.csv", "x,y,w", "u v,n,1", "v,s," + weight, "w,s,-0");
    CorpusSettings rows =
        settings(CorpusFormat.CSV, input("x", InputSettings.Kind.WORDS), label("y")).with(WEIGHTS);
    assertThatThrownBy(() -> train(rows))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("a.csv: line 3: corpus.weight.column, column w: " + expected)
        .hasMessageContaining("or use 0 for a row that is not to be learned from")
        .hasMessageNotContaining("line 4");
  }

  @Test
  void atLeastOneTargetNeedsAWeight() throws IOException {
    write("a.json", "{\"x\": \"u\", \"y\": \"n\", \"w\": 0}");
    CorpusSettings rows =
        settings(CorpusFormat.JSON, input("x", InputSettings.Kind.WORDS), label("y")).with(WEIGHTS);
    assertThatThrownBy(() -> train(rows))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("corpus.weight.column: expected a weight above 0 for at least one");
    write("a.json", "{\"x\": \"u\", \"y\": \"n\"}");
    assertThatThrownBy(() -> train(rows)).hasMessageContaining("no column w");
    write("a.json", "{\"x\": \"u\", \"y\": \"n\", \"w\": null}", "{\"x\": \"u\", \"w\": true}");
    assertThatThrownBy(() -> train(rows))
        .hasMessageContaining("line 1: corpus.weight.column, column w: expected a finite number")
        .hasMessageContaining("line 2: corpus.weight.column, column w: expected finite numbers");
  }
}
