package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.InputSettings.Kind;
import dev.unfold.worker.settings.corpus.InputSettings.Missing;
import dev.unfold.worker.settings.corpus.InputSettings.Scaling;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The scaling of numbers by the training rows. */
class NumberScalingTest extends ExampleEncodingFixture {
  private static final List<TimeFeature> ALL = List.of(TimeFeature.values());

  private CorpusSettings settings(Kind kind, Scaling scaling, TargetSettings.Kind target) {
    return settings(
        CorpusFormat.JSON,
        new InputSettings(
            "x",
            kind,
            0,
            false,
            true,
            false,
            0,
            scaling,
            Missing.REFUSE,
            0,
            0,
            ALL,
            InputSettings.Into.STEPS,
            AcousticSettings.unused()),
        new TargetSettings("", target, 0));
  }

  private CorpusSettings settings(Kind kind, Scaling scaling) {
    return settings(kind, scaling, TargetSettings.Kind.NONE);
  }

  private static float[] values(EncodedExampleCorpus corpus) throws IOException {
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      return ((FieldSequence.Frames) source.read(0).input()).values();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STANDARD, '[-1, 0, 1, 1000]'",
    "ROBUST, '[-1, 0, 1, 1000]'",
    "LOG1P, '[-1, 0, 1, 1000]'",
    "STANDARD, '[0.5, 0.5, 1700000000.25]'",
    "ROBUST, '[0.5, 0.5, 1700000000.25]'",
    "LOG1P, '[0.5, 0.5, 1700000000.25]'"
  })
  void valuesAreThoseOfTheDefinition(Scaling scaling, String row) throws IOException {
    write("a.json", "{\"x\": " + row + "}");
    double[] x = numbers(row);
    double center = scaling == Scaling.ROBUST ? quantile(x, 0.5) : mean(logarithms(x, scaling));
    double spread =
        scaling == Scaling.ROBUST
            ? quantile(x, 0.75) - quantile(x, 0.25)
            : deviation(logarithms(x, scaling));
    float[] scaled = values(train(settings(Kind.NUMBERS, scaling)));

    double[] expected = logarithms(x, scaling);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) scaled[i]).isCloseTo((expected[i] - center) / spread, within(1e-6));
    }
  }

  private static double[] numbers(String row) {
    return Arrays.stream(row.replaceAll("[\\[\\]]", "").split(","))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static double[] logarithms(double[] x, Scaling scaling) {
    return Arrays.stream(x)
        .map(
            value ->
                scaling == Scaling.LOG1P ? Math.signum(value) * Math.log1p(Math.abs(value)) : value)
        .toArray();
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).average().orElseThrow();
  }

  private static double deviation(double[] x) {
    double mean = mean(x);
    return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  private static double quantile(double[] x, double share) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void theOrderAndThePartsOfTheRowsDoNotMatter(Scaling scaling) throws IOException {
    Random random = new Random(2);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(
          "{\"x\": [[%s, %s], [%s, 5]]}"
              .formatted(random.nextGaussian(), 1e6 * random.nextDouble(), random.nextInt(3)));
    }
    CorpusSettings settings = settings(Kind.FRAMES, scaling);
    write("a.json", rows.toArray(new String[0]));
    String expected = train(settings).sha256();
    for (int parts = 2; parts < 5; parts++) {
      Collections.shuffle(rows, random);
      for (int part = 0; part < parts; part++) {
        write(
            "abcd".charAt(part) + ".json",
            rows.subList(60 * part / parts, 60 * (part + 1) / parts).toArray(new String[0]));
      }
      assertThat(train(settings).sha256()).isEqualTo(expected);
    }
  }

  /** The numbers of a model are scaled in the same way wherever they are the target. */
  @ParameterizedTest
  @EnumSource(Scaling.class)
  void theNextStepIsRestored(Scaling scaling) throws IOException {
    write("a.json", "{\"x\": [1, -20, 300, 4000, 5]}");
    EncodedExampleCorpus corpus = train(settings(Kind.NUMBERS, scaling, TargetSettings.Kind.NEXT));
    FrameScale scale = ((FieldSchema.Numbers) corpus.schema().target()).scale();
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      FieldSequence target = source.read(0).target();
      double[] expected = {-20, 300, 4000, 5};
      for (int step = 0; step < expected.length; step++) {
        float[] frame = ((FieldSequence.Frames) target.range(step, step + 1)).values();
        scale.restoreInPlace(frame);
        assertThat((double) frame[0]).isCloseTo(expected[step], within(4e-3));
      }
    }
  }

  @Test
  void withoutNormalizationNothingIsScaled() throws IOException {
    write("a.json", "{\"x\": [1, -20, 300]}");
    InputSettings input =
        new InputSettings(
            "x",
            Kind.NUMBERS,
            0,
            false,
            false,
            false,
            0,
            Scaling.LOG1P,
            Missing.REFUSE,
            0,
            0,
            ALL,
            InputSettings.Into.STEPS,
            AcousticSettings.unused());
    TargetSettings none = new TargetSettings("", TargetSettings.Kind.NONE, 0);

    assertThat(values(train(settings(CorpusFormat.JSON, input, none))))
        .containsExactly(1, -20, 300);
  }
}
