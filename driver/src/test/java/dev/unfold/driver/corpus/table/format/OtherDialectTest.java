package dev.unfold.driver.corpus.table.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherDialectTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "CSV     ! text;label        ! the values seem to be separated by ;, which the format csv-semicolon has",
        "TSV     ! text;label        ! the values seem to be separated by ;, which the format csv-semicolon has",
        "CSV     ! text_label        ! the values seem to be separated by tabs, which the format tsv has",
        "CSV_SEMICOLON ! text,label  ! the values seem to be separated by ,, which the format csv has",
        "CSV     ! a|b|c;d           ! the values seem to be separated by |, which no format has: convert the file to csv",
        "TSV     ! \"text\"           ! names are in quotation marks, which the format tsv-quoted removes",
        "CSV     ! \"text\"           !",
        "CSV     ! text              !",
      })
  void oneColumnSuggestsAnotherSeparator(CorpusFormat format, String record, String advice) {
    assertThat(advice(format, record.replace('_', '\t'))).isEqualTo(Optional.ofNullable(advice));
  }

  @Test
  void severalColumnsAndNoneSuggestNothing() {
    assertThat(advice(CorpusFormat.CSV, "text;label", "other")).isEmpty();
    assertThat(advice(CorpusFormat.CSV, (String) null)).isEmpty();
    assertThat(advice(CorpusFormat.TSV, "text", "\"label\""))
        .hasValueSatisfying(advice -> assertThat(advice).contains("tsv-quoted"));
  }

  private static Optional<String> advice(CorpusFormat format, String... record) {
    return OtherDialect.advice(Arrays.asList(record), DelimitedDialect.of(format));
  }

  @Test
  void aColumnIsQuotedIfAllItsValuesAre() {
    assertThat(quoted("1,'a'", "2,'b'", ",")).hasValue(1);
    assertThat(quoted("1,'a'", "2,b'")).isEmpty();
    assertThat(quoted("1,'", "2,'")).isEmpty();
    assertThat(quoted(",", ",")).isEmpty();
    assertThat(quoted("1,x,'a'", "2")).hasValue(2);
    assertThat(OtherDialect.quotedColumn(List.of())).isEmpty();
  }

  private static Optional<Integer> quoted(String... records) {
    return OtherDialect.quotedColumn(
        Arrays.stream(records)
            .map(
                record ->
                    Arrays.stream(record.replace('\'', '"').split(",", -1))
                        .map(value -> value.isEmpty() ? null : value)
                        .toList())
            .toList());
  }
}
