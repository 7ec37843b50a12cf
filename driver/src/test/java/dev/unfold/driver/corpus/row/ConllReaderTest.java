package dev.unfold.driver.corpus.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.FileState;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConllReaderTest {
  private static final Configuration CONFIGURATION = new Configuration();
  @TempDir Path folder;

  @Test
  void readsConllU() throws Exception {
    String rest = "\t_\t_\t_\t_\t_\t_\t_";
    String text =
        "# text = don't go\n1-2\tdon't\t_"
            + rest
            + "\n1\tdo\tdo"
            + rest
            + "\n2\tn't\tnot"
            + rest
            + "\n2.1\tempty\t_"
            + rest
            + "\n3\t#\tgo"
            + rest
            + "\n\n\n# last\r\n1\ta b\tc"
            + rest;

    List<TableRow> rows = read(text, "2", "3");

    assertThat(rows)
        .extracting(row -> row.inputs().get(0))
        .containsExactly(List.of("do", "n't", "#"), List.of("a b"));
    assertThat(rows)
        .extracting(TableRow::target)
        .containsExactly(List.of("do", "not", "go"), List.of("c"));
    assertThat(rows).extracting(TableRow::linesPassedOver).containsExactly(2L, 0L);
  }

  @Test
  void anUnderscoreOfConll2003IsAWord() throws Exception {
    List<TableRow> rows = read("1-2 CD B\n3.5  CD  O\n# SYM O\n", "1", "");

    assertThat(rows)
        .extracting(row -> row.inputs().get(0))
        .containsExactly(List.of("1-2", "3.5", "#"));
    assertThat(rows).extracting(TableRow::target).containsOnlyNulls();
    String ten = "1-2 _ _ _ _ _ _ _ _ _\n";
    assertThat(read(ten, "1", ""))
        .extracting(row -> row.inputs().get(0))
        .containsExactly(List.of("1-2"));
  }

  @Test
  void everyStateOfAFileIsReadCompletelyOrRefused() throws Exception {
    for (FileState state : FileState.of("a X\nb Y\n\né Z\n")) {
      Path file = Files.write(folder.resolve("text.conll" + state.ending()), state.bytes());
      switch (state.outcome()) {
        case READ ->
            assertThat(rows(file, "1", "2"))
                .as(state.name())
                .extracting(row -> row.inputs().get(0))
                .containsExactly(List.of("a", "b"), List.of("é"));
        case NOTHING -> assertThat(rows(file, "1", "2")).as(state.name()).isEmpty();
        case REFUSED ->
            assertThatThrownBy(() -> rows(file, "1", "2"))
                .as(state.name())
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("file:" + file);
      }
    }
  }

  @Test
  void linesThatAreReadAsCommentsAreReported() throws Exception {
    Path file = Files.writeString(folder.resolve("text.conll"), "# one more\na X\n\nb Y\n\n#end\n");
    try (ConllRowReader rows =
        new ConllRowReader(
            new ConllReader(
                source(file), ConllColumnSelection.of(List.of("1"), "2"), CONFIGURATION))) {
      assertThat(rows.next()).isInstanceOf(RowReadResult.Good.class);
      assertThat(rows.next()).isInstanceOf(RowReadResult.Good.class);
      assertThat(rows.next())
          .isEqualTo(
              new RowReadResult.Notice<>(
                  "file:"
                      + file
                      + ": treated 2 lines that begin with # as comments because they do not have"
                      + " as many columns as words"));
      assertThat(rows.next()).isNull();
    }
  }

  @Test
  void anEmptyFileHasNoSentence() throws Exception {
    assertThat(read("", "1", "")).isEmpty();
    assertThat(read("\n# comment\n\n", "1", "")).isEmpty();
    assertThat(read("\uFEFF", "1", "")).isEmpty();
  }

  /**
   * Reads text in which {@code /} ends a line and {@code _} is a tab; sentences are words between
   * bars.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          '#now O/London B//in O/Paris B//# O/1 O/'      ; '#now London | in Paris | # 1'
          '# sent 1/a O/b O//# sent 2/c O'               ; 'a b | c'
          '#a O/#b O//c O'                               ; '#a #b | c'
          '# text/#x/y//# more/z'                        ; '#x y | z'
          '#begin document (x)/a O//#end of document'    ; 'a'
          '# a b/#_SYM/c_X'                              ; '# c'
          '#a O//b O/#c O'                               ; '#a | b #c'
          'a O/  b O /\u3000//c O'                       ; 'a b | c'
          'a O/ _ /b_O'                                  ; 'a | b'
          """)
  void aLineThatBeginsWithANumberSignIsAWordWhereItHasTheColumnsOfOne(String text, String expected)
      throws Exception {
    StringBuilder sentences = new StringBuilder();
    for (TableRow row : read(text.replace('/', '\n').replace('_', '\t'), "1", "")) {
      sentences.append(sentences.isEmpty() ? "" : " | ").append(String.join(" ", words(row)));
    }
    assertThat(sentences.toString()).isEqualTo(expected);
  }

  private static List<String> words(TableRow row) {
    return ((List<?>) row.inputs().get(0)).stream().map(String::valueOf).toList();
  }

  @Test
  void lineEndingsOfAnyEditorAreTheSame() throws Exception {
    String text = "a X\nb Y\n\nc Z\n";
    List<TableRow> expected = read(text, "1", "2");
    assertThat(expected).hasSize(2);
    for (String other :
        List.of(
            "\uFEFF" + text,
            text.replace("\n", "\r\n"),
            text.replace('\n', '\r'),
            text.stripTrailing(),
            "\n \t\n" + text + "\u00A0\n\n",
            text.replace("\n\n", "\n \u3000\n"))) {
      assertThat(read(other, "1", "2"))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("file", "place")
          .isEqualTo(expected);
    }
  }

  @Test
  void columnsAreSeparatedByTheWhiteSpaceOfTexts() throws Exception {
    for (int c = 1; c <= 0xFFFF; c++) {
      boolean candidate =
          Character.isSpaceChar(c) || Character.isWhitespace(c) || Character.isISOControl(c);
      boolean inLine = candidate && c != '\n' && c != '\r';
      if (inLine || c == 0x200B || c == 0xFEFF) {
        List<TableRow> rows = read("x" + Character.toString(c) + "y\n", "1", "");
        List<String> words =
            c == '\t' ? List.of("x") : firstWord("x" + Character.toString(c) + "y");
        assertThat(rows).as("%x", c).extracting(row -> row.inputs().get(0)).containsExactly(words);
      }
    }
  }

  private static List<String> firstWord(String text) {
    return Whitespace.words(text).subList(0, 1);
  }

  @Test
  void everyBadLineIsNamed() throws Exception {
    List<String> faults = new ArrayList<>();
    List<Object> inputs = new ArrayList<>();
    Path file = folder.resolve("text.conll");
    Files.writeString(file, "a X\nb\nc Y\nd\n\ne Z\n\nf\n");
    try (ConllReader reader =
        new ConllReader(source(file), ConllColumnSelection.of(List.of("1"), "2"), CONFIGURATION)) {
      boolean more = true;
      while (more) {
        try {
          TableRow row = reader.next();
          more = row != null;
          inputs.add(more ? row.inputs().get(0) : "end");
        } catch (ConllReader.BadLineException e) {
          faults.add(e.getMessage().substring(e.getMessage().indexOf("text.conll")));
        }
      }
    }
    assertThat(faults)
        .containsExactly(
            "text.conll, line 2: expected 2 columns, found 1",
            "text.conll, line 4: expected 2 columns, found 1",
            "text.conll, line 8: expected 2 columns, found 1");
    assertThat(inputs).containsExactly(List.of("e"), "end");
    assertThatThrownBy(() -> read("a b\n", "word", "2"))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("corpus.input.column: expected the number of a column");
  }

  @Test
  void malformedBytesAreRefused() throws IOException {
    Path file = folder.resolve("text.conll");
    Files.write(file, new byte[] {'a', ' ', (byte) 0xC3, '(', '\n'});
    assertThatThrownBy(() -> rows(file, "1", ""))
        .isInstanceOf(CorpusException.class)
        .hasMessage("invalid UTF-8 in file:%s at byte 2: 0xC3 0x28", file);
  }

  private List<TableRow> read(String text, String input, String target) throws Exception {
    Path file = folder.resolve("text.conll");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return rows(file, input, target);
  }

  private static List<TableRow> rows(Path file, String input, String target) throws Exception {
    List<TableRow> rows = new ArrayList<>();
    try (ConllReader reader =
        new ConllReader(
            source(file), ConllColumnSelection.of(List.of(input), target), CONFIGURATION)) {
      for (TableRow row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static SourceFile source(Path file) throws IOException {
    return new SourceFile(
        "file:" + file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }
}
