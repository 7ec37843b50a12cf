package dev.unfold.worker.sequence.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MuLawTest {
  @Test
  void eachLevelMapsToItself() {
    for (int level = 0; level < MuLaw.LEVELS; level++) {
      assertThat(MuLaw.level(MuLaw.amplitude(level))).isEqualTo(level);
    }
  }

  @Test
  void levelsAreOrderedAndSymmetric() {
    for (int level = 1; level < MuLaw.LEVELS; level++) {
      assertThat(MuLaw.amplitude(level)).isGreaterThan(MuLaw.amplitude(level - 1));
      assertThat(MuLaw.amplitude(level)).isEqualTo(-MuLaw.amplitude(255 - level), within(1e-15));
    }
    assertThat(MuLaw.amplitude(0)).isEqualTo(-1, within(1e-15));
    assertThat(MuLaw.amplitude(255)).isEqualTo(1, within(1e-15));
  }

  /** The values are those of torchaudio.functional.mu_law_encoding. */
  @Test
  void knownAmplitudesHaveKnownLevels() {
    assertThat(MuLaw.level(0)).isEqualTo(128);
    assertThat(MuLaw.level(1)).isEqualTo(255);
    assertThat(MuLaw.level(-1)).isZero();
    assertThat(MuLaw.level(0.5)).isEqualTo(239);
    assertThat(MuLaw.level(-0.5)).isEqualTo(16);
    assertThat(MuLaw.level(0.1)).isEqualTo(203);
    assertThat(MuLaw.level(-0.001)).isEqualTo(122);
  }

  @Test
  void amplitudesOutsideOfTheRangeAreClipped() {
    assertThat(MuLaw.level(1.5)).isEqualTo(255);
    assertThat(MuLaw.level(-1e30)).isZero();
  }

  /** The derivative of the expansion is ln 256 / 255 (1 + 255 |x|), and a step is 2 / 255. */
  @Test
  void theErrorIsBoundedByHalfAStep() {
    IntStream.rangeClosed(-32_768, 32_767)
        .forEach(
            sample -> {
              double amplitude = sample / 0x1p15;
              double bound = Math.log(256) / 255 * (1 + 255 * Math.abs(amplitude)) / 255;
              assertThat(MuLaw.amplitude(MuLaw.level(amplitude)))
                  .isEqualTo(amplitude, within(1.02 * bound));
            });
  }

  @Test
  void theVocabularyHasTheLevelsAfterTheSpecialTokens() {
    assertThat(AudioVocabulary.of(false).size()).isEqualTo(257);
    assertThat(AudioVocabulary.of(true).size()).isEqualTo(258);
    int first = AudioVocabulary.firstId(AudioVocabulary.of(true));
    assertThat(first).isEqualTo(2);
    assertThat(AudioVocabulary.of(true).id("255")).isEqualTo(first + 255);
  }
}
