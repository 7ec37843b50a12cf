package dev.unfold.worker.settings.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WhitespaceTest {
  @Test
  void stripTakesOffWhatIsBlankAndSeparatesWords() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String character = Character.toString(c);
      String text = character + character + "a" + character + "b" + character;
      boolean white = Whitespace.is(c);
      assertThat(Whitespace.strip(text)).isEqualTo(white ? "a" + character + "b" : text);
      assertThat(Whitespace.isBlank(character)).isEqualTo(white);
      assertThat(Whitespace.words(text)).isEqualTo(white ? List.of("a", "b") : List.of(text));
    }
    assertThat(Whitespace.strip(" \u00A0\t")).isEmpty();
    assertThat(Whitespace.strip("")).isEmpty();
  }
}
