package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhraseScoreTest {
  /** Phrases of the reference, of the prediction, and correct ones, counted by hand. */
  @ParameterizedTest
  @CsvSource({
    // IOB2
    "B-NP I-NP O B-VP,           B-NP I-NP O B-VP,           2, 2, 2",
    "B-NP I-NP B-NP O,           B-NP I-NP I-NP O,           2, 1, 0",
    "B-NP I-NP I-NP,             B-NP B-NP I-NP,             1, 2, 0",
    "B-NP O B-NP,                B-NP O O,                   2, 1, 1",
    "B-NP I-NP,                  B-VP I-VP,                  1, 1, 0",
    // IOB1, also against IOB2
    "I-NP I-NP B-NP O,           B-NP I-NP B-NP O,           2, 2, 2",
    "O I-NP I-VP,                O B-NP B-VP,                2, 2, 2",
    // predictions that are not well-formed
    "B-NP I-NP O,                O I-NP I-NP,                1, 1, 0",
    "B-NP B-VP,                  I-NP I-VP,                  2, 2, 2",
    "B-NP I-NP I-NP,             B-NP I-VP I-NP,             1, 3, 0",
    // IOE1 and IOE2
    "I-NP E-NP I-NP O,           I-NP I-NP I-NP O,           2, 1, 0",
    "E-NP E-NP O,                E-NP E-NP O,                2, 2, 2",
    // IOBES
    "S-NP S-NP B-NP E-NP B-NP E-NP, B-NP B-NP B-NP I-NP B-NP I-NP, 4, 4, 4",
    "B-NP I-NP E-NP S-VP,        B-NP E-NP S-NP S-VP,        2, 3, 1",
    // types with hyphens, types that are not ASCII, and none
    "B-NP-TMP I-NP-TMP,          B-NP-TMP I-NP,              1, 2, 0",
    "B-人名 I-人名 O,             B-人名 I-人名 O,             1, 1, 1",
    "B I O B,                    B I O I,                    2, 2, 2",
    // no tags
    "O B-NP O,                   <unk> B-NP NP,              1, 1, 1"
  })
  void countsPhrases(String reference, String predicted, long expected, long found, long correct) {
    assertThat(score(reference, predicted).overall())
        .isEqualTo(new PrecisionRecall(correct, found, expected));
  }

  /**
   * The output page of the shared task: 961 tokens with 459 phrases; found: 539; correct: 371.
   * Precision 68.83 %, recall 80.83 %, FB1 74.35.
   */
  @Test
  void figuresAreThoseOfTheSharedTask() {
    PrecisionRecall published = new PrecisionRecall(371, 539, 459);
    assertThat(published.precision()).isCloseTo(0.6883, within(5e-5));
    assertThat(published.recall()).isCloseTo(0.8083, within(5e-5));
    assertThat(published.f1()).isCloseTo(0.7435, within(5e-5));
  }

  @Test
  void describesEveryType() {
    Map<String, Object> figures =
        score("B-NP I-NP O B-VP B-PP", "B-NP I-NP O B-NP B-PP").describe();
    assertThat(figures)
        .containsEntry("chunkF1", 2.0 * 2 / 6)
        .containsEntry("chunkPrecision", 2.0 / 3)
        .containsEntry("chunkRecall", 2.0 / 3)
        .containsEntry("chunks", 3L)
        .containsEntry(
            "types",
            Map.of(
                "NP", new PrecisionRecall(1, 2, 1).describe(),
                "PP", new PrecisionRecall(1, 1, 1).describe(),
                "VP", new PrecisionRecall(0, 0, 1).describe()));
  }

  /** A phrase ends with its sequence, as at the boundaries of conlleval. */
  @Test
  void sumOfPartsIsTheWhole() {
    PhraseScore whole = new PhraseScore();
    add(whole, "B-NP I-NP", "B-NP I-NP");
    add(whole, "I-NP O", "I-NP I-NP");
    add(whole, "B-VP", "O");
    PhraseScore first = score("B-NP I-NP", "B-NP I-NP");
    PhraseScore second = score("I-NP O", "I-NP I-NP");
    PhraseScore third = score("B-VP", "O");
    assertThat(whole.overall()).isEqualTo(new PrecisionRecall(1, 2, 3));
    assertThat(first.plus(second).plus(third).describe()).isEqualTo(whole.describe());
    assertThat(first.plus(second.plus(third)).describe()).isEqualTo(whole.describe());
    assertThat(first.overall()).isEqualTo(new PrecisionRecall(1, 1, 1));
  }

  @Test
  void nothingScoresZero() {
    PhraseScore nothing = new PhraseScore();
    nothing.compare(false).end();
    assertThat(nothing.describe()).containsEntry("chunkF1", 0.0).containsEntry("chunks", 0L);
  }

  @ParameterizedTest
  @CsvSource({"M-NP", "NP", "b-NP", "''", "BNP"})
  void theReferenceHasTagsOnly(String tag) {
    PhraseScore score = new PhraseScore();
    assertThatThrownBy(() -> add(score, List.of(tag), List.of("O")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("found \"" + tag + "\"");
  }

  /** Each phrase is found from its first tag and from its last one, as the definition has it. */
  @Test
  void tagsThatAreReadOneByOneHaveThePhrasesOfTheDefinition() {
    String[] tags = {"O", "B-X", "I-X", "E-X", "S-X", "I-Y", "B-Y", "E"};
    Random random = new Random(3);
    long correct = 0;
    for (int sequence = 0; sequence < 3000; sequence++) {
      int length = 1 + random.nextInt(9);
      List<String> reference = new ArrayList<>();
      List<String> predicted = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        reference.add(tags[random.nextInt(tags.length)]);
        predicted.add(random.nextInt(3) > 0 ? reference.get(i) : tags[random.nextInt(tags.length)]);
      }
      PhraseScore forwards = new PhraseScore();
      add(forwards, reference, predicted);
      PhraseScore backwards = new PhraseScore();
      PhraseComparison comparison = backwards.compare(true);
      for (int i = length - 1; i >= 0; i--) {
        comparison.add(reference.get(i), predicted.get(i));
      }
      comparison.end();

      Set<String> expected = phrases(reference);
      Set<String> found = phrases(predicted);
      long both = expected.stream().filter(found::contains).count();
      PrecisionRecall counts = new PrecisionRecall(both, found.size(), expected.size());
      assertThat(forwards.overall()).as("%s, %s", reference, predicted).isEqualTo(counts);
      assertThat(backwards.describe())
          .as("%s, %s", reference, predicted)
          .isEqualTo(forwards.describe());
      correct += both;
    }
    assertThat(correct).isGreaterThan(1000);
  }

  /** Returns the phrases by the rules of conlleval, as their types, starts and ends. */
  private static Set<String> phrases(List<String> tags) {
    Set<String> phrases = new HashSet<>();
    int start = -1;
    for (int i = 0; i <= tags.size(); i++) {
      String tag = i < tags.size() ? tags.get(i) : "O";
      String before = i > 0 ? tags.get(i - 1) : "O";
      boolean begins =
          !tag.equals("O")
              && ("O".equals(before)
                  || "BS".indexOf(tag.charAt(0)) >= 0
                  || "ES".indexOf(before.charAt(0)) >= 0
                  || !type(tag).equals(type(before)));
      if (start >= 0 && (tag.equals("O") || begins)) {
        phrases.add(type(before) + " " + start + " " + i);
        start = -1;
      }
      start = begins ? i : start;
    }
    return phrases;
  }

  private static String type(String tag) {
    return tag.substring(Math.min(tag.length(), 2));
  }

  private static PhraseScore score(String reference, String predicted) {
    PhraseScore score = new PhraseScore();
    add(score, reference, predicted);
    return score;
  }

  private static void add(PhraseScore score, String reference, String predicted) {
    add(score, List.of(reference.split(" ", -1)), List.of(predicted.split(" ", -1)));
  }

  private static void add(PhraseScore score, List<String> reference, List<String> predicted) {
    PhraseComparison comparison = score.compare(false);
    for (int i = 0; i < reference.size(); i++) {
      comparison.add(reference.get(i), predicted.get(i));
    }
    comparison.end();
  }

  @Test
  void readsTagsOfPhrasesOnly() {
    assertThat(PhraseScore.reads(List.of("O", "B-NP", "I-NP", "S-VP", "E-VP"))).isTrue();
    assertThat(PhraseScore.reads(List.of("O", "B", "I"))).isTrue();
    assertThat(PhraseScore.reads(List.of("NOUN", "O", "B-NP"))).isFalse();
    assertThat(PhraseScore.reads(List.of("BE", "O"))).isFalse();
  }
}
