package dev.unfold.worker.sequence.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSequence.Frames;
import dev.unfold.worker.sequence.subword.BytePairLearner;
import dev.unfold.worker.sequence.subword.UnigramLearner;
import dev.unfold.worker.settings.corpus.TimeFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleSchemaJsonTest {
  @Test
  void whatIsWrittenIsRead() throws IOException {
    FieldSchema words = new FieldSchema.Tokens(Vocabulary.of(List.of("b", "\n\"é"), false));
    FieldSchema decoded = new FieldSchema.Tokens(Vocabulary.of(List.of("a"), true));
    Map<String, Long> counts = Map.of("ab", 2L, " abc", 1L);
    FieldSchema pairs =
        new FieldSchema.Tokens(Vocabulary.of(BytePairLearner.learn(counts, 258, 1), false));
    FieldSchema unigrams =
        new FieldSchema.Tokens(Vocabulary.of(UnigramLearner.learn(counts, 258, 1), true));
    FieldSchema labels = new FieldSchema.Classes(new LabelSet(List.of("no", "", "yes", "no")));
    FieldSchema numbers =
        new FieldSchema.Numbers(new FrameScale(List.of(0.1, -1e-30), List.of(1 / 3.0, 1e20)));
    FieldSchema times =
        new FieldSchema.Times(
            List.of(TimeFeature.MONTH, TimeFeature.SINCE_FIRST),
            new FrameScale(List.of(0.0, 0.0, 0.5), List.of(1.0, 1.0, 2.0)));
    FieldSchema filled =
        new FieldSchema.Numbers(
            new FrameScale(List.of(0.5), List.of(2.0), true), List.of(), List.of(0.1), true);
    FieldSchema changing =
        new FieldSchema.Numbers(
            new FrameScale(List.of(1.0, 2.0), List.of(1.0, 1.0)), List.of(0.0, 1 / 3.0));
    FieldSchema differences =
        new FieldSchema.Changes(
            (FieldSchema.Numbers) changing,
            new FrameScale(List.of(-1e-9, 0.0), List.of(1 / 7.0, 1.0)));
    for (ExampleSchema schema :
        List.of(
            new ExampleSchema(words, decoded, words),
            new ExampleSchema(pairs, unigrams, new FieldSchema.None()),
            new ExampleSchema(numbers, labels, new FieldSchema.None()),
            new ExampleSchema(times, labels, new FieldSchema.None()),
            new ExampleSchema(filled, changing, new FieldSchema.None()),
            new ExampleSchema(numbers, changing, new FieldSchema.None()),
            new ExampleSchema(numbers, differences, new FieldSchema.None()),
            new ExampleSchema(
                new FieldSchema.Parts(List.of(words, numbers, labels, new FieldSchema.Sets(3))),
                numbers,
                words),
            new ExampleSchema(
                new FieldSchema.Sets(88), new FieldSchema.Sets(88), new FieldSchema.None()))) {
      byte[] bytes = ExampleSchemaWriter.write(schema);
      assertThat(ExampleSchemaReader.read(new ByteArrayInputStream(bytes))).isEqualTo(schema);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1",
        "{}",
        "{\"input\":{\"kind\":\"sets\"}}",
        "{\"input\":{\"kind\":\"subwords\",\"tokens\":[\"a\"]}}",
        "{\"input\":{\"kind\":\"subwords\",\"tokenizer\":{\"model\":{\"type\":\"BPE\"}}}}",
        "{\"input\":{\"kind\":\"classes\",\"labels\":[]}}",
        "{\"input\":{\"kind\":\"parts\",\"parts\":[]}}",
        "{\"input\":{\"kind\":\"parts\",\"parts\":[{\"kind\":\"none\"}]}}",
        "{\"input\":{\"kind\":\"parts\",\"parts\":[{\"kind\":\"parts\",\"parts\":[]}]}}",
        "{\"input\":{\"kind\":\"tokens\",\"tokens\":[1]}}",
        "{\"input\":{\"kind\":\"tokens\",\"tokens\":[\"a\",\"a\"]}}",
        "{\"input\":{\"kind\":\"numbers\",\"mean\":[1],\"deviation\":[0]}}",
        "{\"input\":{\"kind\":\"numbers\",\"mean\":[1],\"deviation\":[1],\"changes\":[-1]}}",
        "{\"input\":{\"kind\":\"numbers\",\"mean\":[1],\"deviation\":[1],\"changes\":[1,1]}}",
        "{\"target\":{\"kind\":\"changes\",\"mean\":[1],\"deviation\":[1]}}",
        "{\"input\":{\"kind\":\"changes\",\"values\":{\"kind\":\"numbers\",\"mean\":[1],"
            + "\"deviation\":[1]},\"mean\":[1,1],\"deviation\":[1,1]}}",
        "{\"input\":{\"kind\":\"times\",\"features\":[],\"mean\":[],\"deviation\":[]}}",
        "{\"input\":{\"kind\":\"times\",\"features\":[\"year\"],\"mean\":[0],\"deviation\":[1]}}",
        "{\"input\":{\"kind\":\"times\",\"features\":[\"hour\"],\"mean\":[0],\"deviation\":[1]}}",
        "{\"input\":{\"kind\":\"times\",\"features\":[\"since-first\",\"since-first\"],"
            + "\"mean\":[0,0],\"deviation\":[1,1]}}",
        "{\"input\":{\"kind\":\"numbers\",\"mean\":[1],\"deviation\":[1],\"filled\":[1,1]}}",
        "{\"input\":{\"kind\":\"numbers\",\"mean\":[1],\"deviation\":[1],\"filled\":[1e39]}}",
        "{\"input\":{\"kind\":\"numbers\",\"mean\":[1],\"deviation\":[1],\"filled\":[null]}}",
        "{\"input\":{\"kind\":\"numbers\",\"mean\":[1],\"deviation\":[1],\"indicated\":true}}"
      })
  void refusesWhatIsNotASchema(String text) {
    assertThatThrownBy(
            () -> ExampleSchemaReader.read(new ByteArrayInputStream(text.getBytes(UTF_8))))
        .isInstanceOf(ExampleFormatException.class)
        .hasMessageStartingWith("not the schema of examples");
  }

  @Test
  void labelsAreSortedByTheirBytes() {
    LabelSet labels = new LabelSet(List.of("\uD83D\uDE00", "b", "\uFFFD", "a", "b"));
    assertThat(labels.all()).containsExactly("a", "b", "\uFFFD", "\uD83D\uDE00");
    assertThat(labels.id("b")).hasValue(1);
    assertThat(labels.id("c")).isEmpty();
  }

  @Test
  void framesAreNormalizedAndRestored() {
    FrameScale scale = new FrameScale(List.of(1.0, -2.0), List.of(0.5, 4.0));
    double[] frames = {1, 2, 3, -6};

    FieldSchema.Numbers numbers = new FieldSchema.Numbers(scale);
    assertThat(numbers.encode(frames)).isEqualTo(new Frames(new float[] {0, 1, 4, -1}, 2));
    float[] frame = numbers.encode(frames).range(1, 2).values();
    scale.restoreInPlace(frame);
    assertThat(frame).containsExactly(3, -6);
    FrameScale close = new FrameScale(List.of(1.7e9), List.of(0.25));
    assertThat(new FieldSchema.Numbers(close).encode(new double[] {1.7e9 + 0.5}).values())
        .containsExactly(2);
  }

  @Test
  void logarithmsAreNormalizedAndRestored() {
    FrameScale scale = new FrameScale(List.of(1.0, -2.0), List.of(0.5, 4.0), true);
    double[] frame = {Math.E - 1, 1 - Math.exp(6)};
    float[] encoded = new FieldSchema.Numbers(scale).encode(frame).values();

    assertThat(encoded).containsExactly(new float[] {0, -1}, within(1e-6F));
    scale.restoreInPlace(encoded);
    assertThat(encoded)
        .containsExactly(new float[] {(float) frame[0], (float) frame[1]}, within(1e-3F));
  }

  @Test
  void missingNumbersAreFilledAndIndicated() {
    FrameScale scale = new FrameScale(List.of(1.0, -2.0), List.of(0.5, 4.0));
    List<Double> filled = List.of(0.0, 7.0);
    double[] frames = {1.5, Double.NaN, Double.NaN, -2};

    assertThat(new FieldSchema.Numbers(scale, List.of(), filled, false).encode(frames))
        .isEqualTo(new Frames(new float[] {1, 7, 0, 0}, 2));
    FieldSchema.Numbers indicated = new FieldSchema.Numbers(scale, List.of(), filled, true);
    assertThat(indicated.size()).isEqualTo(4);
    assertThat(indicated.encode(frames))
        .isEqualTo(new Frames(new float[] {1, 7, 0, 1, 0, 0, 1, 0}, 4));
    assertThatThrownBy(() -> new FieldSchema.Numbers(scale).encode(frames))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void damagedSchemasAreRefusedOrStillValid() throws IOException {
    ExampleSchema schema =
        new ExampleSchema(
            new FieldSchema.Tokens(Vocabulary.of(List.of("a", "b", "ä"), true)),
            new FieldSchema.Numbers(
                new FrameScale(List.of(1.5, -2.0), List.of(0.5, 3.0), true),
                List.of(0.25, 2.0),
                List.of(0.0, 1.0),
                true),
            new FieldSchema.Times(
                List.of(TimeFeature.HOUR), new FrameScale(List.of(0.0, 0.0), List.of(1.0, 1.0))));
    byte[] other =
        ExampleSchemaWriter.write(
            new ExampleSchema(
                new FieldSchema.Sets(88), new FieldSchema.None(), new FieldSchema.None()));
    new ParserFuzzer(
            ExampleSchemaWriter.write(schema),
            other,
            "schema of examples",
            List.of(ExampleFormatException.class))
        .run(10_000, damaged -> ExampleSchemaReader.read(new ByteArrayInputStream(damaged)));
  }
}
