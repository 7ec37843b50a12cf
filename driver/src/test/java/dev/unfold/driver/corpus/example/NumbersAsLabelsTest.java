package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.LabelSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers that are read as labels or tokens. */
class NumbersAsLabelsTest {
  private static Optional<String> warning(int count, IntFunction<String> value) {
    List<String> values = IntStream.range(0, count).mapToObj(value).sorted().toList();
    Optional<String> ofLabels =
        NumbersAsLabels.warning("x", new FieldSchema.Classes(new LabelSet(values)), "numbers");
    FieldSchema tokens = new FieldSchema.Tokens(Vocabulary.of(values, false));
    assertThat(NumbersAsLabels.warning("x", tokens, "numbers")).isEqualTo(ofLabels);
    return ofLabels;
  }

  @Test
  void manyMeasurementsAreTold() {
    assertThat(warning(3000, i -> i + ".25"))
        .hasValue(
            "x: 3,000 of the 3,000 distinct values are decimal fractions, each of which is read as"
                + " one of its own; if they are measurements, set kind = numbers, which reads"
                + " numbers");
    assertThat(warning(200, i -> "-0." + (i + 1))).isPresent();
    assertThat(warning(200, i -> (i + 1) + ".5E-7")).isPresent();
    assertThat(warning(200, i -> i % 3 == 0 ? i + ".0" : i + ".5"))
        .hasValueSatisfying(text -> assertThat(text).startsWith("x: 133 of the 200 "));
  }

  @Test
  void codesAndFewValuesAreFine() {
    assertThat(warning(100, i -> i + ".5")).isEmpty();
    assertThat(warning(3000, Integer::toString)).isEmpty();
    assertThat(warning(3000, i -> i + ".0")).isEmpty();
    assertThat(warning(3000, i -> "10.0.0." + i)).isEmpty();
    assertThat(warning(3000, i -> i % 2 == 0 ? "word" + i : i + ".5")).isEmpty();
  }
}
