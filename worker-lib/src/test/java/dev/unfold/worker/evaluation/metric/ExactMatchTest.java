package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExactMatchTest {
  @Test
  void oneOfTheReferencesMustBeEqual() {
    ExactMatch match = new ExactMatch();
    match.add(List.of("2024-05-06"), "2024-05-06");
    match.add(List.of("e\u0301", "é"), "é");
    match.add(List.of("e\u0301"), "é");
    match.add(List.<String>of(), "a");
    assertThat(match.describe()).containsEntry("exactMatch", 0.5).containsEntry("sequences", 4L);
  }

  @Test
  void sumOfPartsIsTheWhole() {
    ExactMatch right = new ExactMatch();
    right.add(List.of(List.of(1, 2)), List.of(1, 2));
    ExactMatch wrong = new ExactMatch();
    wrong.add(List.of(List.of(2, 1)), List.of(1, 2));
    assertThat(right.plus(wrong).plus(wrong).share()).isEqualTo(1.0 / 3);
    assertThat(right.plus(wrong.plus(wrong)).share()).isEqualTo(1.0 / 3);
    assertThat(new ExactMatch().share()).isNaN();
  }
}
