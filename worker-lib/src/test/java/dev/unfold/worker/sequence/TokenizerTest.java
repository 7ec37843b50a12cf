package dev.unfold.worker.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {
  /**
   * In the text, {@code %} is a newline and {@code ^} a carriage return; {@code |} ends a document.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          CHAR; NONE; 'ab^%%c'       ; 'a b ^ % % c'
          CHAR; FILE; 'a%'           ; 'a % |'
          CHAR; FILE; ''             ; '0'
          CHAR; LINE; 'ab%c'         ; 'a b | c |'
          CHAR; LINE; 'ab^%%^%c^'    ; 'a b | 0 0 c ^ |'
          CHAR; LINE; 'a^^%^b%'      ; 'a ^ | ^ b |'
          CHAR; LINE; '%%'           ; '0 0'
          WORD; NONE; 'a bc%%d'      ; 'a bc <eos> <eos> d <eos>'
          WORD; NONE; 'a^%  b  %'    ; 'a <eos> b <eos>'
          WORD; NONE; 'a%  '         ; 'a <eos> <eos>'
          WORD; FILE; 'a <eos>%b'    ; 'a <eos> <eos> b <eos> |'
          WORD; LINE; 'a b^%%  %c'   ; 'a b | 0 0 c |'
          WORD; LINE; 'a\u00A0b\u2007c\u202Fd\u3000e\u200Bf%' ; 'a b c d e\u200Bf |'
          """)
  void cutsTokensAndDocuments(Unit unit, Document document, String text, String expected)
      throws IOException {
    List<String> tokens = new ArrayList<>();
    Tokenizer tokenizer = new Tokenizer(unit, document, new Recorder(tokens));
    for (int codePoint : plain(text).codePoints().toArray()) {
      tokenizer.accept(codePoint);
    }
    tokenizer.endLastLine();
    tokenizer.endFile(!text.isEmpty());
    assertThat(String.join(" ", tokens)).isEqualTo(plain(expected));
  }

  @Test
  void aWordHasALimit() throws IOException {
    List<String> tokens = new ArrayList<>();
    Tokenizer tokenizer = new Tokenizer(Unit.WORD, Document.NONE, new Recorder(tokens));
    for (int i = 0; i < Vocabulary.MAX_TOKEN_BYTES / 2; i++) {
      tokenizer.accept('é');
    }
    assertThat(tokenizer.wordBytes()).isEqualTo(Vocabulary.MAX_TOKEN_BYTES);
    assertThatThrownBy(() -> tokenizer.accept('x')).isInstanceOf(WordTooLongException.class);
  }

  private static String plain(String text) {
    return text.replace('%', '\n').replace('^', '\r');
  }

  private record Recorder(List<String> tokens) implements TokenSink {
    @Override
    public void codePoint(int codePoint) {
      tokens.add(Character.toString(codePoint));
    }

    @Override
    public void word(String word) {
      tokens.add(word);
    }

    @Override
    public void documentEnd() {
      tokens.add("|");
    }

    @Override
    public void emptyFile() {}

    @Override
    public void emptyDocument() {
      tokens.add("0");
    }
  }
}
