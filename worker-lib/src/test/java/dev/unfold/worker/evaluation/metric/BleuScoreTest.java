package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.golden.GoldenMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BleuScoreTest {
  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}\\u0085\\u001c]+");

  @Test
  void agreesWithSacreBleu() throws IOException {
    Map<String, GoldenMetrics.Bleu> cases = GoldenMetrics.load().bleu();
    assertThat(cases).hasSizeGreaterThan(10);
    cases.forEach(
        (name, golden) ->
            assertAgrees(name, golden, score(golden, 0, golden.predictions().size())));
  }

  @Test
  void agreesWithSacreBleuOnWordsAsTheyStand() throws IOException {
    Map<String, GoldenMetrics.Bleu> cases = GoldenMetrics.load().bleuOfWords();
    assertThat(cases).hasSize(4);
    cases.forEach(
        (name, golden) -> {
          BleuScore score = new BleuScore();
          for (int i = 0; i < golden.predictions().size(); i++) {
            score.add(
                golden.references().get(i).stream().map(BleuScoreTest::words).toList(),
                golden.tokens().get(i));
          }
          assertAgrees(name, golden, score);
        });
  }

  private static void assertAgrees(String name, GoldenMetrics.Bleu golden, BleuScore score) {
    assertThat(score.score()).as(name).isCloseTo(golden.score(), within(1e-10));
    assertThat(score.brevityPenalty()).as(name).isCloseTo(golden.brevityPenalty(), within(1e-14));
    assertThat(score.describe())
        .as(name)
        .containsEntry("precisions", golden.precisions())
        .containsEntry("matches", golden.matches())
        .containsEntry("totals", golden.totals())
        .containsEntry("predictedLength", golden.predictedLength())
        .containsEntry("referenceLength", golden.referenceLength());
  }

  /** What Python splits at. */
  private static List<String> words(String text) {
    return WHITE_SPACE.splitAsStream(text.strip()).filter(word -> !word.isEmpty()).toList();
  }

  @Test
  void tokenizesAsSacreBleu() throws IOException {
    for (GoldenMetrics.Bleu golden : GoldenMetrics.load().bleu().values()) {
      assertThat(golden.predictions().stream().map(BleuTokenizer::tokens))
          .isEqualTo(golden.tokens());
    }
  }

  /** The example of sacreBLEU's README. */
  @Test
  void agreesWithThePublishedExample() throws IOException {
    GoldenMetrics.Bleu readme = GoldenMetrics.load().bleu().get("readme");
    assertThat(score(readme, 0, 3).score()).isCloseTo(48.530827, within(5e-7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello, world!           | Hello , world !",
        "It's 3.14 or 1,000.     | It's 3.14 or 1,000 .",
        "a well-known 5-year-old | a well-known 5 - year-old",
        "a &amp;&lt;b&gt;        | a & < b >",
        "(U.S.) $5/h             | ( U . S . ) $ 5 / h",
        "中文。café, 😀.          | 中文。café , 😀 ."
      })
  void splitsPunctuationOfAscii(String text, String tokens) {
    assertThat(String.join(" ", BleuTokenizer.tokens(text))).isEqualTo(tokens);
  }

  @Test
  void sumOfPartsIsTheWhole() throws IOException {
    GoldenMetrics.Bleu golden = GoldenMetrics.load().bleu().get("up to four references");
    BleuScore whole = score(golden, 0, 20);
    BleuScore first = score(golden, 0, 7);
    BleuScore second = score(golden, 7, 8);
    BleuScore third = score(golden, 8, 20);
    assertThat(first.plus(second).plus(third).describe()).isEqualTo(whole.describe());
    assertThat(first.plus(second.plus(third)).describe()).isEqualTo(whole.describe());
    assertThat(first.describe()).isEqualTo(score(golden, 0, 7).describe());
  }

  @Test
  void nothingScoresZero() {
    assertThat(new BleuScore().score()).isZero();
  }

  /**
   * By hand, from the definition: 3 of 4, 2 of 3, and none of 2 and 1: a half and a quarter of one.
   */
  @Test
  void countsWordsAsTheyStand() {
    BleuScore score = new BleuScore();
    score.add(
        List.of(
            List.of("SLOT_A", "is", "SLOT_B", "x"), List.of("y", "is", "SLOT_A", "SLOT_A", "z")),
        List.of("SLOT_A", "is", "SLOT_A", "SLOT_C"));
    assertThat(score.describe())
        .containsEntry("matches", List.of(3L, 2L, 0L, 0L))
        .containsEntry("totals", List.of(4L, 3L, 2L, 1L))
        .containsEntry("referenceLength", 4L);
    double product = 3 / 4.0 * 2 / 3.0 * 1 / (2 * 2.0) * 1 / (4 * 1.0);
    assertThat(score.score()).isCloseTo(100 * Math.pow(product, 0.25), within(1e-12));
  }

  @Test
  void aSentenceNeedsAReference() {
    assertThatThrownBy(() -> new BleuScore().add(List.of(), List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a, b]");
  }

  private static BleuScore score(GoldenMetrics.Bleu golden, int from, int to) {
    BleuScore score = new BleuScore();
    for (int i = from; i < to; i++) {
      score.add(
          golden.references().get(i).stream().map(BleuTokenizer::tokens).toList(),
          BleuTokenizer.tokens(golden.predictions().get(i)));
    }
    return score;
  }
}
