package dev.unfold.worker.sequence.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.Attack;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.Field.Frames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleFormFileTest {
  @Test
  void whatIsWrittenIsRead() throws IOException {
    FieldForm words = new FieldForm.Tokens(Vocabulary.of(List.of("b", "\n\"é"), false));
    FieldForm decoded = new FieldForm.Tokens(Vocabulary.of(List.of("a"), true));
    FieldForm labels = new FieldForm.Classes(new Labels(List.of("no", "", "yes", "no")));
    FieldForm numbers =
        new FieldForm.Numbers(new FrameScale(List.of(0.1, -1e-30), List.of(1 / 3.0, 1e20)));
    for (ExampleForm form :
        List.of(
            new ExampleForm(words, decoded, words),
            new ExampleForm(numbers, labels, new FieldForm.None()),
            new ExampleForm(
                new FieldForm.Sets(88), new FieldForm.Sets(88), new FieldForm.None()))) {
      byte[] bytes = ExampleFormFile.write(form);
      assertThat(ExampleFormFile.read(new ByteArrayInputStream(bytes))).isEqualTo(form);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1",
        "{}",
        "{\"input\":{\"kind\":\"sets\"}}",
        "{\"input\":{\"kind\":\"classes\",\"labels\":[]}}",
        "{\"input\":{\"kind\":\"tokens\",\"tokens\":[1]}}",
        "{\"input\":{\"kind\":\"tokens\",\"tokens\":[\"a\",\"a\"]}}",
        "{\"input\":{\"kind\":\"numbers\",\"mean\":[1],\"deviation\":[0]}}"
      })
  void refusesWhatIsNoForm(String text) {
    assertThatThrownBy(() -> ExampleFormFile.read(new ByteArrayInputStream(text.getBytes(UTF_8))))
        .isInstanceOf(ExampleFormatException.class)
        .hasMessageStartingWith("not the form of examples");
  }

  @Test
  void labelsAreSortedByTheirBytes() {
    Labels labels = new Labels(List.of("\uD83D\uDE00", "b", "\uFFFD", "a", "b"));
    assertThat(labels.all()).containsExactly("a", "b", "\uFFFD", "\uD83D\uDE00");
    assertThat(labels.id("b")).hasValue(1);
    assertThat(labels.id("c")).isEmpty();
  }

  @Test
  void framesAreNormalisedAndRestored() {
    FrameScale scale = new FrameScale(List.of(1.0, -2.0), List.of(0.5, 4.0));
    double[] frames = {1, 2, 3, -6};

    assertThat(scale.normalise(frames)).isEqualTo(new Frames(new float[] {0, 1, 4, -1}, 2));
    float[] frame = scale.normalise(frames).range(1, 2).values();
    scale.restoreInPlace(frame);
    assertThat(frame).containsExactly(3, -6);
    FrameScale close = new FrameScale(List.of(1.7e9), List.of(0.25));
    assertThat(close.normalise(new double[] {1.7e9 + 0.5}).values()).containsExactly(2);
  }

  @Test
  void damagedFormsAreRefusedOrStillForms() throws IOException {
    ExampleForm form =
        new ExampleForm(
            new FieldForm.Tokens(Vocabulary.of(List.of("a", "b", "ä"), true)),
            new FieldForm.Numbers(new FrameScale(List.of(1.5, -2.0), List.of(0.5, 3.0))),
            new FieldForm.Classes(new Labels(List.of("x", "y"))));
    byte[] other =
        ExampleFormFile.write(
            new ExampleForm(new FieldForm.Sets(88), new FieldForm.None(), new FieldForm.None()));
    new Attack(
            ExampleFormFile.write(form),
            other,
            "form of examples",
            List.of(ExampleFormatException.class))
        .run(10_000, damaged -> ExampleFormFile.read(new ByteArrayInputStream(damaged)));
  }
}
