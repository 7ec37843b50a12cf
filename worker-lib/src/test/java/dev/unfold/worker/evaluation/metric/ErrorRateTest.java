package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorRateTest {
  /** Pairs that textbooks use. */
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "saturday, sunday, 3",
    "intention, execution, 5",
    "abc, abc, 0",
    "'', abc, 3",
    "abc, '', 3",
    "'', '', 0",
    "ab, ba, 2",
    "😀é中, é中😁, 2"
  })
  void countsEdits(String from, String to, int edits) {
    assertThat(EditDistance.between(codePoints(from), codePoints(to))).isEqualTo(edits);
    assertThat(EditDistance.between(codePoints(to), codePoints(from))).isEqualTo(edits);
  }

  @Test
  void dividesEditsByTheLengthOfTheReferences() {
    ErrorRate rate = new ErrorRate(10);
    rate.add(List.of(words("the cat sat on the mat")), words("the cat sat mat"));
    rate.add(List.of(words("a b")), words("a b"));
    assertThat(rate.describe())
        .containsEntry("errorRate", 2.0 / 8)
        .containsEntry("sequenceErrorRate", 0.5)
        .containsEntry("edits", 2L)
        .containsEntry("referenceTokens", 8L)
        .containsEntry("sequences", 2L);
  }

  @Test
  void theReferenceWithTheFewestEditsCounts() {
    ErrorRate rate = new ErrorRate(10);
    rate.add(List.of(words("t ə m eɪ t oʊ"), words("t ə m ɑː t oʊ")), words("t ə m ɑː t oʊ"));
    rate.add(List.of(words("x y"), words("a b"), words("a b c")), words("a"));
    assertThat(rate.describe())
        .containsEntry("errorRate", 1.0 / 8)
        .containsEntry("sequenceErrorRate", 0.5);
  }

  @Test
  void aRateMayExceedOne() {
    ErrorRate rate = new ErrorRate(10);
    rate.add(List.of(words("d")), words("a b c"));
    assertThat(rate.rate()).isEqualTo(3);
  }

  @Test
  void sumOfPartsIsTheWhole() {
    ErrorRate whole = new ErrorRate(10);
    ErrorRate sum = new ErrorRate(10);
    for (String predicted : List.of("a b c", "a", "c b a", "a b")) {
      whole.add(List.of(words("a b c")), words(predicted));
      ErrorRate part = new ErrorRate(10);
      part.add(List.of(words("a b c")), words(predicted));
      sum = part.plus(sum);
    }
    assertThat(whole.rate()).isEqualTo((0 + 2 + 2 + 1) / 12.0);
    assertThat(sum.describe()).isEqualTo(whole.describe());
  }

  @Test
  void nothingHasNoRate() {
    assertThat(new ErrorRate(10).rate()).isNaN();
    assertThat(new ErrorRate(10).sequenceRate()).isNaN();
  }

  @Test
  void aSequenceNeedsAReference() {
    assertThatThrownBy(() -> new ErrorRate(10).add(List.of(), words("a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.split(" ", -1));
  }

  private static List<Integer> codePoints(String text) {
    return text.codePoints().boxed().toList();
  }
}
