package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.MaskedField;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.InputSettings.Kind;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables in which some steps have no target. */
class MissingTargetsTest extends ExampleEncodingFixture {
  private static final SequenceSettings ROWS_ARE_EXAMPLES = SequenceSettings.none();
  private static final SequenceSettings ROWS_ARE_STEPS =
      new SequenceSettings(List.of("m"), List.of("t"), 0, new WindowSettings(0, 1));

  private CorpusSettings settings(
      CorpusFormat format, SequenceSettings sequence, TargetSettings.Kind target, int width) {
    return CorpusSettings.ofTable(
        List.of(table.toString()),
        format,
        true,
        InputColumns.of(new InputSettings("x", Kind.NUMBERS, 0, false, false, false)),
        sequence,
        new TargetSettings("y", target, width));
  }

  private FieldSequence target(EncodedExampleCorpus corpus) throws IOException {
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      return source.read(0).target();
    }
  }

  /** Encodes a table of lists and a table of steps, which must be equal. */
  private FieldSequence target(TargetSettings.Kind kind, String list, String... steps)
      throws IOException {
    int width = kind == TargetSettings.Kind.SETS ? 9 : 0;
    write("a.json", "{\"x\": [1, 2, 3], \"y\": " + list + "}");
    EncodedExampleCorpus ofLists =
        train(settings(CorpusFormat.JSON, ROWS_ARE_EXAMPLES, kind, width));
    String[] rows = new String[steps.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          String.format("{\"m\": \"a\", \"t\": %d, \"x\": %d, \"y\": %s}", i, i + 1, steps[i]);
    }
    write("a.json", rows);
    EncodedExampleCorpus ofSteps = train(settings(CorpusFormat.JSON, ROWS_ARE_STEPS, kind, width));
    assertThat(ofSteps.sha256()).isEqualTo(ofLists.sha256());
    assertThat(ofSteps.counts().stepsWithoutTarget()).isEqualTo(2);
    assertThat(ofSteps.counts().targetSteps()).isEqualTo(1);
    return target(ofSteps);
  }

  @Test
  void theTargetsOfStepsMayBeMissing() throws IOException {
    boolean[] second = {false, true, false};
    assertThat(target(TargetSettings.Kind.TAGS, "[null, \"B\", null]", "null", "\"B\"", "null"))
        .isEqualTo(new MaskedField(new FieldSequence.Ids(new int[3]), second));
    assertThat(target(TargetSettings.Kind.FRAMES, "[null, [2, 3], null]", "null", "[2, 3]", "null"))
        .isEqualTo(
            new MaskedField(new FieldSequence.Frames(new float[] {0, 0, 2, 3, 0, 0}, 2), second));
    assertThat(target(TargetSettings.Kind.SETS, "[null, [8, 1], null]", "null", "[8, 1]", "null"))
        .isEqualTo(new MaskedField(new FieldSequence.IdSets(new int[][] {{}, {1, 8}, {}}), second));
  }

  @Test
  void anEmptyFieldAndNanAreMissing() throws IOException {
    write("a.csv", "m,t,x,y", "a,1,1,", "a,2,2,7", "a,3,3,NaN");
    EncodedExampleCorpus corpus =
        train(settings(CorpusFormat.CSV, ROWS_ARE_STEPS, TargetSettings.Kind.FRAMES, 0));

    assertThat(target(corpus))
        .isEqualTo(
            new MaskedField(
                new FieldSequence.Frames(new float[] {0, 7, 0}, 1),
                new boolean[] {false, true, false}));
  }

  @Test
  void onlyTheLastRowOfASequenceNeedsItsLabel() throws IOException {
    write("a.csv", "m,t,x,y", "a,1,1,", "a,2,2,no", "b,1,1,yes", "b,2,2,");
    EncodedExampleCorpus corpus =
        train(settings(CorpusFormat.CSV, ROWS_ARE_STEPS, TargetSettings.Kind.LABEL, 0));

    assertThat(corpus.counts().targetSteps()).isEqualTo(1);
    assertThat(corpus.counts().stepsWithoutTarget()).isEqualTo(1);
  }

  @Test
  void aTableWithoutAnyTargetIsRefused() {
    assertThatThrownBy(
            () -> {
              write("a.csv", "m,t,x,y", "a,1,1,", "a,2,2,");
              train(settings(CorpusFormat.CSV, ROWS_ARE_STEPS, TargetSettings.Kind.FRAMES, 0));
            })
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("found only missing ones");
  }

  @Test
  void aRowThatIsAnExampleNeedsItsLabel() {
    assertThatThrownBy(
            () -> {
              write("a.json", "{\"x\": [1], \"y\": null}");
              train(settings(CorpusFormat.JSON, ROWS_ARE_EXAMPLES, TargetSettings.Kind.LABEL, 0));
            })
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("corpus.target, column y as label: expected a value, found null");
  }
}
