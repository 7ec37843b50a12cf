package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.InputSettings.Kind;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables with several columns that are read together at each step. */
class SeveralInputsTest extends ExampleEncodingFixture {
  private static final TargetSettings TAGS =
      new TargetSettings("tags", TargetSettings.Kind.TAGS, 0);

  private CorpusSettings settings(
      CorpusFormat format, TargetSettings target, InputSettings... inputs) {
    return CorpusSettings.ofTable(
        List.of(table.toString()),
        format,
        true,
        new InputColumns(List.of(inputs)),
        SequenceSettings.none(),
        target);
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

  @Test
  void eachColumnHasItsOwnSchemaAndSingleStepsAreRepeated() throws IOException {
    write(
        "a.json",
        """
        {"events": ["up", 7, true], "values": [1, 3, "5"], "machine": "m1", "tags": "A B A"}
        {"events": ["up", "up"], "values": [-1, 2.5], "machine": "m2", "tags": "B B"}""");
    EncodedExampleCorpus corpus =
        train(
            settings(
                CorpusFormat.JSON,
                TAGS,
                input("values", Kind.NUMBERS),
                input("events", Kind.CATEGORIES),
                input("machine", Kind.LABEL)));
    List<FieldSchema> schemas = ((FieldSchema.Parts) corpus.schema().input()).parts();

    assertThat(((FieldSchema.Numbers) schemas.get(0)).scale().mean())
        .containsExactly((1 + 3 + 5 - 1 + 2.5) / 5);
    assertThat(schemas.get(1).size()).isEqualTo(4); // <unk>, up, 7, true
    assertThat(((FieldSchema.Classes) schemas.get(2)).labels().all()).containsExactly("m1", "m2");
    assertThat(corpus.counts().longestInput()).isEqualTo(3);
    assertThat(read(corpus))
        .extracting(example -> described(example, schemas))
        .containsExactlyInAnyOrder("up 7 true|m1 m1 m1|3", "up up|m2 m2|2");
  }

  private static String described(Example example, List<FieldSchema> schemas) {
    List<FieldSequence> parts = ((FieldSequence.Parts) example.input()).parts();
    return text(parts.get(1), schemas.get(1))
        + "|"
        + text(parts.get(2), schemas.get(2))
        + "|"
        + parts.get(0).steps();
  }

  @Test
  void theNextStepOfOneColumnIsPredictedFromAll() throws IOException {
    write("a.json", "{\"events\": [\"a\", \"b\", \"c\"], \"values\": [1, 2, 6]}");
    TargetSettings next = new TargetSettings("values", TargetSettings.Kind.NEXT, 0);
    EncodedExampleCorpus corpus =
        train(
            settings(
                CorpusFormat.JSON,
                next,
                input("events", Kind.CATEGORIES),
                new InputSettings("values", Kind.NUMBERS, 0, false, false, false)));
    Example example = read(corpus).get(0);

    assertThat(corpus.schema().target()).isInstanceOf(FieldSchema.Numbers.class);
    assertThat(example.target()).isEqualTo(new FieldSequence.Frames(new float[] {2, 6}, 1));
    assertThat(((FieldSequence.Parts) example.input()).parts().get(1))
        .isEqualTo(new FieldSequence.Frames(new float[] {1, 2}, 1));
  }

  @Test
  void columnsOfConllAreRead() throws IOException {
    write("a.conll", "1\tThe\tDET\tdet", "2\tdog\tNOUN\troot", "", "1\tRun\tVERB\troot", "");
    EncodedExampleCorpus corpus =
        train(
            settings(
                CorpusFormat.CONLL,
                new TargetSettings("4", TargetSettings.Kind.TAGS, 0),
                new InputSettings("2", Kind.WORDS, 0, false, true, true),
                input("3", Kind.CATEGORIES)));
    List<FieldSchema> schemas = ((FieldSchema.Parts) corpus.schema().input()).parts();

    assertThat(schemas).extracting(FieldSchema::size).containsExactly(4, 4);
    assertThat(corpus.schema().characters().size()).isGreaterThan(5);
    assertThat(read(corpus))
        .extracting(
            example -> text(((FieldSequence.Parts) example.input()).parts().get(1), schemas.get(1)))
        .containsExactlyInAnyOrder("DET NOUN", "VERB");
  }

  @Test
  void columnsOfDifferentLengthAndWrongValuesAreNamed() throws IOException {
    write(
        "a.json",
        "{\"events\": [\"a\", \"b\"], \"values\": [1, 2, 6]}",
        "{\"events\": [\"a\"], \"values\": [\"x\"]}",
        "{\"events\": [\"\"], \"values\": [1]}",
        "{\"events\": \"a b\", \"values\": [1]}");
    TargetSettings none = new TargetSettings("", TargetSettings.Kind.NONE, 0);
    CorpusSettings settings =
        settings(
            CorpusFormat.JSON,
            none,
            input("events", Kind.CATEGORIES),
            input("values", Kind.NUMBERS));

    assertThatThrownBy(() -> train(settings))
        .isInstanceOf(CorpusException.class)
        .hasMessageContainingAll(
            "line 1: corpus.inputs[1], column values as numbers: expected as many steps as"
                + " corpus.inputs[0], column events as categories has, 2, found 3",
            "line 2: corpus.inputs[1], column values as numbers: expected finite numbers",
            "line 3: corpus.inputs[0], column events as categories: expected a label, found an"
                + " empty text",
            "line 4: corpus.inputs[0], column events as categories: expected a list of categories,"
                + " found \"a b\"");
  }

  @Test
  void theOrderOfRowsDoesNotMatter() throws IOException {
    List<String> rows =
        Stream.iterate(1, i -> i + 1)
            .limit(40)
            .map(i -> "{\"e\": [%d, %d], \"v\": [%d.1, -%d]}".formatted(i % 5, i % 3, i, i * i))
            .toList();
    TargetSettings next = new TargetSettings("e", TargetSettings.Kind.NEXT, 0);
    CorpusSettings settings =
        settings(CorpusFormat.JSON, next, input("e", Kind.CATEGORIES), input("v", Kind.NUMBERS));
    write("a.json", rows.toArray(new String[0]));
    String expected = train(settings).sha256();
    List<String> shuffled = new ArrayList<>(rows);
    Collections.reverse(shuffled);
    write("a.json", shuffled.subList(0, 7).toArray(new String[0]));
    write("b.json", shuffled.subList(7, 40).toArray(new String[0]));

    assertThat(train(settings).sha256()).isEqualTo(expected);
  }
}
