package dev.unfold.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WhiteSpaceTest {
  @Test
  void stripTakesOffWhatIsBlankAndSeparatesWords() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String character = Character.toString(c);
      String text = character + character + "a" + character + "b" + character;
      boolean white = WhiteSpace.is(c);
      assertThat(WhiteSpace.strip(text)).isEqualTo(white ? "a" + character + "b" : text);
      assertThat(WhiteSpace.isBlank(character)).isEqualTo(white);
      assertThat(WhiteSpace.words(text)).isEqualTo(white ? List.of("a", "b") : List.of(text));
    }
    assertThat(WhiteSpace.strip(" \u00A0\t")).isEmpty();
    assertThat(WhiteSpace.strip("")).isEmpty();
  }
}
