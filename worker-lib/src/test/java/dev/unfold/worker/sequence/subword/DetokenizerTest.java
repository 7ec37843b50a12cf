package dev.unfold.worker.sequence.subword;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DetokenizerTest {
  private static final BytePairModel BYTES = BytePairLearner.learn(Map.of(), 256, 1);

  private static String text(int... utf8) {
    Detokenizer detokenizer = new Detokenizer(BYTES);
    StringBuilder text = new StringBuilder();
    for (int value : utf8) {
      int piece = BYTES.pieces().indexOf(String.valueOf(ByteAlphabet.character(value)));
      text.append(detokenizer.next(piece)).append('|');
    }
    return text.append(detokenizer.end()).toString();
  }

  @Test
  void aCharacterComesWithItsLastByte() {
    assertThat(text('a', 0xC3, 0xA9, 'b')).isEqualTo("a||é|b|");
    assertThat(text(0xF0, 0x9F, 0x98, 0x80)).isEqualTo("|||😀|");
  }

  @Test
  void whatIsNoCharacterIsReplaced() {
    assertThat(text(0xF0, 0x9F)).isEqualTo("||\uFFFD");
    assertThat(text(0xC3, 'x', 0xFF, 'y')).isEqualTo("|\uFFFDx|\uFFFD|y|");
    assertThat(text(0xED, 0xA0, 0x80)).doesNotContain("\uD800").contains("\uFFFD");
  }

  @Test
  void halfASurrogatePairIsReadAsAReplacement() throws Exception {
    StringBuilder words = new StringBuilder();
    WordSplitter splitter = new WordSplitter(word -> words.append(word).append('|'));
    for (int codePoint : "a\uD800b\uDC00".codePoints().toArray()) {
      splitter.accept(codePoint);
    }
    splitter.end();
    assertThat(words.toString()).isEqualTo("a|\uFFFD|b|\uFFFD|");
  }
}
