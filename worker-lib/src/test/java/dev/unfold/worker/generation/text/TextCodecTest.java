package dev.unfold.worker.generation.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.WordTooLongException;
import dev.unfold.worker.sequence.subword.BytePairLearner;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCodecTest {
  /** The last code point of the planes that have whitespace, and one more. */
  private static final int LAST = 0x1FFFF;

  /** In the text, {@code %} is a newline and {@code ^} a carriage return. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          CHAR; NONE; 'ab^%a'    ; '% a b ^ % a'
          CHAR; NONE; ''         ; '%'
          CHAR; FILE; 'a%b'      ; '<doc> a % b'
          CHAR; LINE; 'ab'       ; '<doc> a b'
          CHAR; LINE; 'a^%b%'    ; '<doc> a <doc> b <doc>'
          CHAR; LINE; '%%a^'     ; '<doc> a ^'
          WORD; NONE; 'a  b%a'   ; '<eos> a b <eos> a'
          WORD; NONE; 'a^%^%'    ; '<eos> a <eos> <eos>'
          WORD; FILE; 'a x%'     ; '<doc> a <unk> <eos>'
          WORD; LINE; ' a%%b^%a' ; '<doc> a <doc> b <doc> a'
          WORD; LINE; ''         ; '<doc>'
          """)
  void aPrefixIsCutAsTheTrainingTextWas(Unit unit, Document document, String text, String expected)
      throws IOException {
    List<String> known = new ArrayList<>(List.of("a", "b", "\r"));
    if (document != Document.LINE) {
      known.add(unit == Unit.CHAR ? "\n" : Vocabulary.LINE_END);
    }
    Vocabulary vocabulary = Vocabulary.of(known, document != Document.NONE);
    List<String> tokens = new ArrayList<>();
    for (int id : new TextCodec(vocabulary, unit, document).prefix(plain(text))) {
      tokens.add(vocabulary.token(id));
    }
    assertThat(String.join(" ", tokens)).isEqualTo(plain(expected));
  }

  @Test
  void subwordsAreCutAndJoinedExactly() throws IOException {
    SubwordModel model = BytePairLearner.learn(Map.of("ab", 2L, " ab", 1L), 258, 1);
    for (Document document : Document.values()) {
      Vocabulary vocabulary = Vocabulary.of(model, document != Document.NONE);
      TextCodec codec = new TextCodec(vocabulary, Unit.SUBWORD, document);
      String text = "ab  ab é\uD83D\uDE00\ncd\u3000\u0000";
      int[] ids = codec.prefix(text);
      assertThat(vocabulary.token(ids[0])).isEqualTo(document == Document.NONE ? "Ċ" : "<doc>");
      assertThat(vocabulary.token(ids[1])).isEqualTo("ab");
      assertThat(ids).doesNotContain(Vocabulary.UNKNOWN_ID);
      TextCodec.TokenText joiner = codec.joiner();
      StringBuilder joined = new StringBuilder();
      for (int id : ids) {
        joined.append(joiner.next(id));
      }
      assertThat(joined.append(joiner.end()).toString()).isEqualTo("\n" + text);
      assertThat(codec.separatorAfter("ab")).isEmpty();
    }
  }

  private static String plain(String text) {
    return text.replace('%', '\n').replace('^', '\r');
  }

  @Test
  void whiteSpaceIsTheSameInPromptsAndSettingsForEveryCodePoint() throws IOException {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b", Vocabulary.LINE_END), false);
    TextCodec codec = new TextCodec(vocabulary, Unit.WORD, Document.NONE);
    for (int c = 0; c <= LAST; c++) {
      if (c != '\n' && Character.getType(c) != Character.SURROGATE) {
        String text = "a" + Character.toString(c) + "b";
        boolean separates = Whitespace.is(c);
        assertThat(codec.prefix(text).length).as("prompt, %x", c).isEqualTo(separates ? 3 : 2);
        assertThat(Whitespace.words(text)).as("words, %x", c).hasSize(separates ? 2 : 1);
        assertThat(Whitespace.isBlank(Character.toString(c)))
            .as("blank, %x", c)
            .isEqualTo(separates);
        assertThat(codec.separatorAfter(text.substring(0, text.length() - 1)))
            .as("separatorAfter, %x", c)
            .isEqualTo(separates ? "" : " ");
        assertThat(isSlot(text)).as("slots, %x", c).isEqualTo(!separates);
      }
    }
  }

  private static boolean isSlot(String slots) {
    try {
      return slots.equals(
          new ScoringSettings(ScoringSettings.References.ROW, ScoringSettings.Bleu.WORDS, slots)
              .slots());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void wordsAreThoseBetweenWhiteSpace() {
    assertThat(Whitespace.words(" a\t\u00A0b\u3000\r\uD83D\uDE00c \n"))
        .containsExactly("a", "b", "\uD83D\uDE00c");
    assertThat(Whitespace.words("")).isEmpty();
    assertThat(Whitespace.words(" \u2028")).isEmpty();
    assertThat(Whitespace.isBlank("")).isTrue();
    assertThat(Whitespace.isBlank(" \u202F\t")).isTrue();
    assertThat(Whitespace.isBlank(" \u0085")).isFalse();
  }

  @Test
  void aWordOfThePrefixHasALimit() {
    Vocabulary vocabulary = Vocabulary.of(List.of("a"), false);
    TextCodec codec = new TextCodec(vocabulary, Unit.WORD, Document.NONE);
    assertThatThrownBy(() -> codec.prefix("x".repeat(Vocabulary.MAX_TOKEN_BYTES + 1)))
        .isInstanceOf(WordTooLongException.class);
  }
}
