package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConllReaderTest {
  @TempDir Path folder;

  @Test
  void readsConllU() throws IOException {
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
        .extracting(TableRow::input)
        .containsExactly(List.of("do", "n't", "#"), List.of("a b"));
    assertThat(rows)
        .extracting(TableRow::target)
        .containsExactly(List.of("do", "not", "go"), List.of("c"));
    assertThat(rows).extracting(TableRow::linesPassedOver).containsExactly(2L, 0L);
  }

  @Test
  void aScoreOfConll2003IsAWord() throws IOException {
    List<TableRow> rows = read("1-2 CD B\n3.5  CD  O\n# SYM O\n", "1", "");

    assertThat(rows).extracting(TableRow::input).containsExactly(List.of("1-2", "3.5", "#"));
    assertThat(rows).extracting(TableRow::target).containsOnlyNulls();
  }

  @Test
  void anEmptyFileHasNoSentence() throws IOException {
    assertThat(read("", "1", "")).isEmpty();
    assertThat(read("\n# comment\n\n", "1", "")).isEmpty();
  }

  @Test
  void namesFileAndLine() {
    assertThatThrownBy(() -> read("a b\nc\n", "1", "2"))
        .isInstanceOf(CorpusException.class)
        .hasMessageEndingWith("text.conll, line 2: expected 2 columns, found 1");
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
        .hasMessageContaining("line 1: invalid UTF-8");
  }

  private List<TableRow> read(String text, String input, String target) throws IOException {
    Path file = folder.resolve("text.conll");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return rows(file, input, target);
  }

  private static List<TableRow> rows(Path file, String input, String target) throws IOException {
    SourceFile source = new SourceFile(file.toUri().toString(), Files.size(file), 0);
    List<TableRow> rows = new ArrayList<>();
    new ConllReader(source, ConllColumns.of(input, target), new Configuration())
        .forEachRemaining(rows::add);
    return rows;
  }
}
