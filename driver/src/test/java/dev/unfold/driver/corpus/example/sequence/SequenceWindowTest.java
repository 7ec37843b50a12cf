package dev.unfold.driver.corpus.example.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExactFrames;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.sequence.example.MaskedField;
import dev.unfold.worker.sequence.example.TimeFrames;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.sequence.row.UnseenLabels;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the ranges of a window are those of the window as a whole. */
class SequenceWindowTest {
  private static final int STEPS = 40;
  private static final List<int[]> WINDOWS =
      List.of(
          new int[] {0, STEPS},
          new int[] {0, 17},
          new int[] {9, 33},
          new int[] {22, STEPS},
          new int[] {8, 9},
          new int[] {0, 1},
          new int[] {STEPS - 1, STEPS});

  @TempDir private Path directory;

  /**
   * A kind of examples.
   *
   * @param schema the schema of the target
   */
  private record Kind(
      String name, TargetSettings settings, FieldSchema schema, boolean reversed, boolean weights) {
    @Override
    public String toString() {
      return name + (reversed ? " reversed" : "") + (weights ? " with weights" : "");
    }
  }

  private static Stream<Kind> kinds() {
    FieldSchema.Numbers numbers = new FieldSchema.Numbers(FrameScale.none(1));
    FieldSchema changes =
        new FieldSchema.Changes(numbers, new FrameScale(List.of(0.1), List.of(2.0)));
    FieldSchema classes = new FieldSchema.Classes(new LabelSet(List.of("a", "b", "c")));
    List<Kind> kinds = new ArrayList<>();
    for (boolean reversed : new boolean[] {false, true}) {
      for (boolean weights : new boolean[] {false, true}) {
        kinds.add(new Kind("tags", target(TargetSettings.Kind.TAGS), classes, reversed, weights));
        kinds.add(new Kind("label", target(TargetSettings.Kind.LABEL), classes, reversed, weights));
        for (int ahead : new int[] {1, 5}) {
          kinds.add(
              new Kind(
                  "next " + ahead, next("x", ahead, false, false), numbers, reversed, weights));
          kinds.add(
              new Kind(
                  "change " + ahead, next("x", ahead, true, false), changes, reversed, weights));
        }
      }
    }
    for (boolean weights : new boolean[] {false, true}) {
      kinds.add(new Kind("next event", next("e", 1, false, true), events(), false, weights));
    }
    return kinds.stream();
  }

  private static FieldSchema events() {
    return new FieldSchema.Tokens(Vocabulary.of(List.of("p", "q", "r"), true));
  }

  private static TargetSettings target(TargetSettings.Kind kind) {
    return new TargetSettings("y", kind, 0);
  }

  private static TargetSettings next(
      String column, int ahead, boolean difference, boolean boundaries) {
    return new TargetSettings(
        column,
        TargetSettings.Kind.NEXT,
        0,
        true,
        ScoringSettings.defaults(),
        ahead,
        difference,
        0,
        boundaries);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void rangesAreThoseOfTheWholeWindow(Kind kind) throws IOException {
    ExampleRowEncoder encoder = encoder(kind);
    List<Example> steps = steps(kind);
    for (int blockSteps : new int[] {7, STEPS}) {
      try (StepSpool sequence =
          new StepSpool(blockSteps, () -> directory.resolve("spool").toFile())) {
        // The steps of another sequence before leave nothing.
        fill(sequence, steps.subList(0, 30));
        fill(sequence, steps);
        for (int[] window : WINDOWS) {
          check(new SequenceWindow(sequence, encoder, window[0], window[1]), kind, window);
        }
      }
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static void fill(StepSpool sequence, List<Example> steps) throws IOException {
    sequence.clear();
    for (Example step : steps) {
      sequence.add(step, 10);
    }
    sequence.complete();
  }

  private static void check(SequenceWindow window, Kind kind, int[] limits) {
    Optional<Example> expected = whole(kind, limits[0], limits[1]);
    assertThat(window.steps() > 0).isEqualTo(expected.isPresent());
    if (expected.isEmpty()) {
      return;
    }
    Example whole = expected.get();
    int steps = whole.input().steps();
    assertThat(window.steps()).isEqualTo(steps);
    for (int from = 0; from < steps; from++) {
      for (int to : new int[] {from + 1, Math.min(steps, from + 9), steps}) {
        assertThat(ExampleCodec.encode(window.range(from, to)))
            .as("%s: steps %d to %d of %s", kind, from, to, Arrays.toString(limits))
            .isEqualTo(ExampleCodec.encode(whole.range(from, to)));
      }
    }
  }

  /** Returns the example of a window whose steps are all encoded at once. */
  private static Optional<Example> whole(Kind kind, int from, int to) {
    ExampleBuilder joined = new ExampleBuilder();
    steps(kind).forEach(joined::add);
    Example all = joined.build();
    int first = kind.settings().kind().isPerStep() ? from : to - 1;
    Example window =
        new Example(
            all.input().range(from, to),
            all.target().steps() > 0 ? all.target().range(first, to) : all.target(),
            all.characters(),
            all.weights().map(weights -> weights.range(first, to)));
    ExampleRowEncoder encoder = encoder(kind);
    return encoder.finish(encoder.bounded(window, from == 0, to == STEPS));
  }

  private static ExampleRowEncoder encoder(Kind kind) {
    InputColumns inputs =
        new InputColumns(
            List.of(
                input("e", InputSettings.Kind.CATEGORIES, kind),
                input("x", InputSettings.Kind.NUMBERS, kind),
                input("t", InputSettings.Kind.TIME, kind)));
    List<TimeFeature> features = List.of(TimeFeature.values());
    int width = features.stream().mapToInt(TimeFeature::width).sum();
    FieldSchema input =
        new FieldSchema.Parts(
            List.of(
                events(),
                new FieldSchema.Numbers(FrameScale.none(1)),
                new FieldSchema.Times(features, FrameScale.none(width))));
    return new ExampleRowEncoder(
        new ExampleFieldKinds(inputs, kind.settings()),
        new ExampleSchema(input, kind.schema(), new FieldSchema.None()),
        UnseenLabels.REFUSED);
  }

  private static InputSettings input(String column, InputSettings.Kind kind, Kind of) {
    return new InputSettings(column, kind, 0, of.reversed(), true, false);
  }

  /** Returns the fields of the rows of a sequence. */
  private static List<Example> steps(Kind kind) {
    Random random = new Random(8);
    List<Example> steps = new ArrayList<>();
    double time = 1.7e9;
    for (int step = 0; step < STEPS; step++) {
      time += random.nextInt(5000);
      double number = random.nextInt(1000) / 8.0;
      FieldSequence input =
          new FieldSequence.Parts(
              List.of(
                  new FieldSequence.Ids(new int[] {2 + random.nextInt(3)}),
                  new FieldSequence.Frames(new float[] {(float) number}, 1),
                  TimeFrames.of(new double[] {time})));
      Optional<FieldSequence.Frames> weight =
          kind.weights()
              ? Optional.of(new FieldSequence.Frames(new float[] {random.nextInt(3)}, 1))
              : Optional.empty();
      FieldSequence target = target(kind, random, number);
      steps.add(new Example(input, target, Optional.empty(), weight));
    }
    return steps;
  }

  private static FieldSequence target(Kind kind, Random random, double number) {
    if (kind.schema() instanceof FieldSchema.Changes) {
      return ExactFrames.of(new double[] {number}, 1);
    }
    if (kind.settings().kind() == TargetSettings.Kind.NEXT) {
      return new FieldSequence.Ids(new int[0]);
    }
    boolean known = random.nextInt(3) > 0;
    return MaskedField.of(
        new FieldSequence.Ids(new int[] {known ? random.nextInt(3) : 0}), new boolean[] {known});
  }
}
