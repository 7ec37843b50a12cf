package dev.unfold.driver.training.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FoundVectorsTest {
  /** Subwords are in the byte alphabet, whose letters stand for bytes: À for 0xC0, à for 0xE0. */
  @Test
  void wordsAreFoundInLowerCaseAndSubwordsAreNot() {
    FoundVectors words = new FoundVectors(List.of("À", "b"), false, 0, true);
    FoundVectors subwords = new FoundVectors(List.of("À", "b"), true, 0, true);
    assertThat(subwords.needs("à")).isFalse();
    assertThat(words.needs("à")).isTrue();
    words.accept("à", new float[] {1});
    subwords.accept("b", new float[] {2});
    assertThat(words.found()).isEqualTo(1);
    assertThat(words.inLowerCase()).isEqualTo(1);
    assertThat(subwords.found()).isEqualTo(1);
    assertThat(subwords.inLowerCase()).isZero();
  }
}
