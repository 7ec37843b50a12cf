package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels and tags of evaluated tables that the training rows never had. */
class UnseenLabelsTest extends ExampleEncodingFixture {
  private Path other;

  @BeforeEach
  void writeTraining() throws IOException {
    write("train.tsv", "x\ty", "a b\tq s", "c d\tq s");
    other = directory.resolve("other.tsv");
  }

  private CorpusSettings settings(TargetSettings.Kind kind) {
    return settings(
        CorpusFormat.TSV, input("x", InputSettings.Kind.WORDS), new TargetSettings("y", kind, 0));
  }

  @Test
  void tagsHaveIdsAfterThoseOfTheSchemaInAnyOrderOfTheRows() throws IOException {
    CorpusSettings settings = settings(TargetSettings.Kind.TAGS);
    ExampleSchema schema = train(settings).schema();
    Files.writeString(other, "x\ty\na b c\tz q r\nd\tr\n");
    EncodedExampleCorpus encoded = encoder().encode(settings.from(paths(other), ""), schema);

    assertThat(encoded.labels()).isEqualTo(new TargetLabels(List.of("r", "z"), counts(1, 0, 2, 1)));
    assertThat(encoded.counts().unseenLabels()).isEqualTo(3);
    assertThat(targets(encoded)).containsExactlyInAnyOrder("ids [3, 0, 2]", "ids [2]");
    assertThat(encoded.schema()).isEqualTo(schema);
    assertThat(encoded.labels().warning("corpus.test"))
        .hasValue(
            "3 of the 4 labels or tags of corpus.test never occur in the training rows, 2"
                + " different ones, such as \"r\"; they count as errors and are not in the loss");

    Files.writeString(other, "x\ty\nd\tr\na b c\tz q r\n");
    assertThat(encoder().encode(settings.from(paths(other), ""), schema).sha256())
        .isEqualTo(encoded.sha256());
    Files.writeString(other, "x\ty\nd\tr\na b c\ty q r\n");
    assertThat(encoder().encode(settings.from(paths(other), ""), schema).sha256())
        .isNotEqualTo(encoded.sha256());
  }

  @Test
  void aTableWithoutThemIsEncodedAsBefore() throws IOException {
    CorpusSettings settings = settings(TargetSettings.Kind.TAGS);
    EncodedExampleCorpus train = train(settings);
    EncodedExampleCorpus same = encoder().encode(settings.from(paths(table), ""), train.schema());
    assertThat(train.labels()).isEqualTo(new TargetLabels(List.of(), counts(2, 2)));
    assertThat(same.labels()).isEqualTo(train.labels());
    assertThat(same.labels().warning("corpus.test")).isEmpty();
    assertThat(same.sha256()).isEqualTo(train.sha256());
  }

  @ParameterizedTest
  @CsvSource({"LABEL,true", "TAGS,false", "WORDS,false"})
  void aTableWithOneLabelHasAWarning(TargetSettings.Kind kind, boolean same) throws IOException {
    Optional<String> expected =
        Optional.of(
            "the 2 labels or tags of corpus.train are all the same, so that a network has nothing"
                + " to learn from them and its loss becomes 0; is it the right column?");
    assertThat(train(settings(kind)).labels().warningOfOneLabel("corpus.train"))
        .isEqualTo(same ? expected : Optional.empty());
  }

  @Test
  void targetsWithoutLabelsHaveNone() throws IOException {
    EncodedExampleCorpus words = train(settings(TargetSettings.Kind.WORDS));
    assertThat(words.labels()).isEqualTo(new TargetLabels(List.of(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "q", "", "Q S"})
  void anyLabelMayBeNew(String label) throws IOException {
    CorpusSettings settings = settings(TargetSettings.Kind.LABEL);
    ExampleSchema schema = train(settings).schema();
    Files.writeString(other, "x\ty\na b c\tq s\nd\t" + label + "\n");
    if (label.isEmpty()) {
      assertThatThrownBy(() -> encoder().encode(settings.from(paths(other), ""), schema))
          .isInstanceOf(CorpusException.class);
      return;
    }
    EncodedExampleCorpus encoded = encoder().encode(settings.from(paths(other), ""), schema);
    assertThat(encoded.labels()).isEqualTo(new TargetLabels(List.of(label), counts(1, 1)));
    assertThat(targets(encoded)).containsExactlyInAnyOrder("ids [0]", "ids [1]");
  }

  @Test
  void aLabelOfAnInputIsRefused() throws IOException {
    CorpusSettings settings =
        settings(
            CorpusFormat.TSV,
            input("y", InputSettings.Kind.LABEL),
            new TargetSettings("x", TargetSettings.Kind.LABEL, 0));
    ExampleSchema schema = train(settings).schema();
    Files.writeString(other, "x\ty\na b\tnew\n");
    assertThatThrownBy(() -> encoder().encode(settings.from(paths(other), ""), schema))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(
            "column y as label: expected one of the 1 that the model knows (others need a training"
                + " from scratch)")
        .hasMessageContaining("found \"new\"");
  }

  @Test
  void aTableWithNoOthersIsRefused() throws IOException {
    CorpusSettings settings = settings(TargetSettings.Kind.TAGS);
    ExampleSchema schema = train(settings).schema();
    Files.writeString(other, "x\ty\na b\tQ R\n");
    assertThatThrownBy(() -> encoder().encode(settings.from(paths(other), ""), schema))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("no label or tag of ")
        .hasMessageEndingWith(
            " occurs in the training rows, found such as \"Q\"; is it the same column as in"
                + " training?");
  }

  @Test
  void tooManyAreRefused() throws IOException {
    CorpusSettings settings = settings(TargetSettings.Kind.LABEL);
    ExampleSchema schema = train(settings).schema();
    StringBuilder rows = new StringBuilder("x\ty\n");
    for (int i = 0; i <= LabelTally.MAX_LABELS; i++) {
      rows.append(String.format(Locale.ROOT, "a\t%d%n", i));
    }
    Files.writeString(other, rows);
    assertThatThrownBy(() -> encoder().encode(settings.from(paths(other), ""), schema))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(
            "expected at most 100000 labels or tags that the training rows never had in")
        .hasMessageEndingWith("found more");
  }

  private static List<Long> counts(long... counts) {
    return Arrays.stream(counts).boxed().toList();
  }

  private static List<String> targets(EncodedExampleCorpus examples) throws IOException {
    List<String> targets = new ArrayList<>();
    try (EncodedExampleSource source = examples.open(new Configuration())) {
      for (long i = 0; i < source.length(); i++) {
        FieldSequence target = source.read(i).target();
        targets.add(target.toString());
      }
    }
    return targets;
  }
}
