package dev.unfold.worker.sequence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.subword.BytePairLearner;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  private static final String EMOJI = "\uD83D\uDE00";

  @Test
  void oddTokensSurviveTheFile() throws IOException {
    List<String> odd =
        List.of("\n", "\r", "\\", "\\n", "\\\\r", " ", "\t", "\0", "\uFEFF", "\u2028", EMOJI, "é");
    for (boolean withBoundary : new boolean[] {false, true}) {
      Vocabulary vocabulary = Vocabulary.of(odd, withBoundary);
      Vocabulary read = VocabularyFile.read(new ByteArrayInputStream(bytes(vocabulary)));
      assertThat(read).isEqualTo(vocabulary);
      assertThat(read.boundary()).isEqualTo(vocabulary.boundary());
      assertThat(VocabularyFile.sha256(read))
          .isEqualTo(VocabularyFile.sha256(vocabulary))
          .matches("[0-9a-f]{64}");
      for (String token : odd) {
        assertThat(read.token(read.id(token))).isEqualTo(token);
      }
    }
  }

  @Test
  void theFileIsOneTokenALine() throws IOException {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "\n", "\\"), true);
    assertThat(new String(bytes(vocabulary), UTF_8)).isEqualTo("<unk>\n<doc>\na\n\\n\n\\\\\n");
  }

  @Test
  void codePointsAndStringsAgree() {
    Vocabulary vocabulary = Vocabulary.of(List.of("b", EMOJI, "word", "é"), true);
    for (String token : List.of("b", EMOJI, "é", "a", "\uD83D\uDE01", "\u4E2D")) {
      assertThat(vocabulary.id(token.codePointAt(0))).isEqualTo(vocabulary.id(token));
    }
    assertThat(vocabulary.id("word")).isEqualTo(4);
    assertThat(vocabulary.id('w')).isEqualTo(Vocabulary.UNKNOWN_ID);
    assertThat(vocabulary.id(0x10FFFF)).isEqualTo(Vocabulary.UNKNOWN_ID);
    assertThat(vocabulary.size()).isEqualTo(6);
  }

  @Test
  void usersNameTokensByTheirText() {
    for (boolean withBoundary : new boolean[] {false, true}) {
      Vocabulary words = Vocabulary.of(List.of("a", "\n", "Ġthe"), withBoundary);
      for (int id = 0; id < words.size(); id++) {
        assertThat(words.named(words.token(id))).hasValue(id);
      }
      assertThat(words.named("b")).isEmpty();
      assertThat(words.named(" the")).isEmpty();
      assertThat(words.named(Vocabulary.BOUNDARY).isPresent()).isEqualTo(withBoundary);
    }
  }

  @Test
  void usersNameSubwordsByTheirTextOrAsTheFileHasThem() {
    SubwordModel model = BytePairLearner.learn(Map.of(" the", 9L, "é", 9L), 260, 1);
    for (boolean withBoundary : new boolean[] {false, true}) {
      Vocabulary subwords = Vocabulary.of(model, withBoundary);
      for (int id = 0; id < subwords.size(); id++) {
        String name = subwords.token(id);
        if (id < subwords.firstTextId() || name.length() > 1 || name.charAt(0) < 0x7F) {
          assertThat(subwords.named(name)).as(name).hasValue(id);
        }
      }
      assertThat(subwords.named(" the")).hasValue(subwords.id("Ġthe"));
      assertThat(subwords.named("\n")).hasValue(subwords.id("Ċ"));
      assertThat(subwords.named("Ċ")).hasValue(subwords.id("Ċ"));
      assertThat(subwords.named("é")).as("the text, not the byte").hasValue(subwords.id("Ã©"));
      assertThat(subwords.named(" they")).isEmpty();
      assertThat(subwords.named("")).isEmpty();
      assertThat(subwords.named(Vocabulary.BOUNDARY).isPresent()).isEqualTo(withBoundary);
    }
  }

  @Test
  void textNeverMakesABoundary() {
    List<TokenCount> counts =
        List.of(new TokenCount("<doc>", 9), new TokenCount("<unk>", 8), new TokenCount("<eos>", 7));
    for (boolean withBoundary : new boolean[] {false, true}) {
      Vocabulary vocabulary = Vocabulary.of(counts, new VocabularySettings(0, 1), withBoundary);
      assertThat(vocabulary.id("<doc>")).isEqualTo(Vocabulary.UNKNOWN_ID);
      assertThat(vocabulary.id("<unk>")).isEqualTo(Vocabulary.UNKNOWN_ID);
      assertThat(vocabulary.token(vocabulary.id("<eos>"))).isEqualTo("<eos>");
      assertThat(vocabulary.size()).isEqualTo(withBoundary ? 3 : 2);
    }
  }

  @Test
  void ordersByCountThenUtf8AndCutsToSize() {
    List<TokenCount> counts =
        List.of(
            new TokenCount("rare", 1),
            new TokenCount(EMOJI, 2),
            new TokenCount("\uFFFD", 2),
            new TokenCount("é", 2),
            new TokenCount("zz", 2),
            new TokenCount("z", 2),
            new TokenCount("often", 10));
    assertThat(tokens(Vocabulary.of(counts, new VocabularySettings(0, 2), false)))
        .containsExactly("<unk>", "often", "z", "zz", "é", "\uFFFD", EMOJI);
    assertThat(tokens(Vocabulary.of(counts, new VocabularySettings(4, 1), true)))
        .containsExactly("<unk>", "<doc>", "often", "z");
  }

  @Test
  void refusesImpossibleTokens() {
    for (List<String> bad :
        List.of(
            List.of(""),
            List.of("<doc>"),
            List.of("<unk>"),
            List.of("\uD83D"),
            List.of("a", "b", "a"),
            List.of("x".repeat(65_537)))) {
      assertThatThrownBy(() -> Vocabulary.of(bad, false))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Vocabulary.of(List.of("x".repeat(65_536)), false).size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                    | 1 | expected <unk>
          a%                    | 1 | expected <unk>
          <unk>%a%a%            | 3 | occurs twice
          <unk>%a%<doc>%        | 3 | <doc> is out of its place
          <unk>%<doc>%<doc>%    | 3 | <doc> is out of its place
          <unk>%<unk>%          | 2 | <unk> is out of its place
          <unk>%%a%             | 2 | found an empty line
          <unk>^%a^%^%          | 3 | found an empty line
          <unk>%a\\%            | 2 | after a backslash
          <unk>%a\\t%           | 2 | after a backslash
          <unk>%a^b%            | 2 | a carriage return that is not escaped
          <unk>%a^^%            | 2 | a carriage return that is not escaped
          \u00FF\u00FE<unk>%a%  | 1 | invalid UTF-8: convert the file
          <unk>%\u00C3(%   | 2 | invalid UTF-8
          <unk>%\u00ED\u00A0\u0080%   | 2 | invalid UTF-8
          """)
  void refusesInvalidFiles(String file, long line, String reason) {
    byte[] bytes = file.replace('%', '\n').replace('^', '\r').getBytes(ISO_8859_1);
    assertThatThrownBy(() -> VocabularyFile.read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(VocabularyFormatException.class)
        .hasMessageContaining("line " + line + ": ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<unk>%a b%\\\\%\\n%\\r%x%",
        "<unk>%a b%\\\\%\\n%\\r%x",
        "<unk>^%a b^%\\\\^%\\n^%\\r^%x^%",
        "<unk>^%a b^%\\\\^%\\n^%\\r^%x",
        "\uFEFF<unk>%a b%\\\\%\\n%\\r%x%",
        "\uFEFF<unk>^%a b^%\\\\^%\\n^%\\r^%x^%"
      })
  void readsFilesChangedByEditors(String file) throws IOException {
    byte[] bytes = file.replace('%', '\n').replace('^', '\r').getBytes(UTF_8);
    assertThat(tokens(VocabularyFile.read(new ByteArrayInputStream(bytes))))
        .containsExactly("<unk>", "a b", "\\", "\n", "\r", "x");
    byte[] only = "<unk>".getBytes(UTF_8);
    assertThat(tokens(VocabularyFile.read(new ByteArrayInputStream(only))))
        .containsExactly("<unk>");
  }

  @Test
  void refusesEndlessLines() {
    byte[] bytes = ("<unk>\n" + "x".repeat(1 << 20) + "\n").getBytes(UTF_8);
    assertThatThrownBy(() -> VocabularyFile.read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(VocabularyFormatException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void anExtensionKeepsTheIdsOfWhatWasKnown() {
    Vocabulary known = Vocabulary.of(List.of("b", "a"), true);
    Vocabulary other = Vocabulary.of(List.of("c", "a", "d"), true);

    Vocabulary extended = known.extendedBy(other);

    assertThat(tokens(extended)).containsExactly("<unk>", "<doc>", "b", "a", "c", "d");
    assertThat(extended.boundary()).isEqualTo(known.boundary());
    assertThat(known.extendedBy(known)).isEqualTo(known);
  }

  private static List<String> tokens(Vocabulary vocabulary) {
    return IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::token).toList();
  }

  private static byte[] bytes(Vocabulary vocabulary) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VocabularyFile.write(vocabulary, out);
    return out.toByteArray();
  }
}
