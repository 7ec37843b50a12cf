package dev.unfold.driver.corpus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Tables in files of JSON lines. */
class JsonTableTest extends FileTableFixture {
  @Test
  void columnsOfJsonKeepTheirOrderCaseAndTypes() throws IOException {
    write(
        "1.json",
        "{\"z\":1,\"Text\":\"A\",\"text\":\"a\",\"m\":1,\"l\":[1,2],\"o\":{\"k\":1}}\n\n  \n");
    write(
        "2.json",
        "{\"n\":12345678901234567890,\"z\":2.5,\"m\":\"x\",\"l\":[0.5],\"o\":{\"j\":[true]}}\r\n"
            + "{\"z\":null,\"m\":[1,\"two\"]}");
    FileTable table = open(CorpusFormat.JSON, folder);
    assertThat(table.columns().simpleString())
        .isEqualTo(
            "struct<z:double,Text:string,text:string,m:string,l:array<double>,"
                + "o:struct<k:bigint,j:array<boolean>>,n:decimal(38,0)>");
    StructType columns = table.columns();
    List<String> rows =
        SqlSession.of(SPARK.context())
            .createDataFrame(
                table
                    .rows()
                    .map(
                        row ->
                            FileTable.row(
                                ((RowReadResult.Good<ValueRow>) row).value().values(), columns)),
                columns)
            .toJSON()
            .collectAsList();
    assertThat(rows)
        .containsExactly(
            "{\"z\":1.0,\"Text\":\"A\",\"text\":\"a\",\"m\":\"1\",\"l\":[1.0,2.0],\"o\":{\"k\":1}}",
            "{\"z\":2.5,\"m\":\"x\",\"l\":[0.5],\"o\":{\"j\":[true]},\"n\":12345678901234567890}",
            "{\"m\":\"[1,\\\"two\\\"]\"}");
  }

  @Test
  void objectsWithOtherKeysInEachRowAreReadUpToANumberOfKeys() throws IOException {
    String row = "{\"prices\":{\"sku%1$d\":%1$d,\"of\":[{\"k\":%1$d.5}]}}%n";
    StringBuilder few = new StringBuilder();
    for (int i = 0; i < 9_998; i++) {
      few.append(String.format(Locale.ROOT, row, i));
    }
    Path file = write("few.json", few.toString());
    StructType prices =
        (StructType) open(CorpusFormat.JSON, file).columns().apply("prices").dataType();
    assertThat(prices.size()).isEqualTo(9_999);
    assertThat(prices.apply("of").dataType().simpleString()).isEqualTo("array<struct<k:double>>");

    Path more = write("more.json", few + String.format(Locale.ROOT, row, 10_000));
    String message = ": column prices: expected at most 10000 different keys in its objects, found";
    assertThatThrownBy(() -> open(CorpusFormat.JSON, more))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("file:" + more + message);
    Path innocent = write("nice.json", "{\"prices\":{\"x\":1}}\n");
    assertThatThrownBy(() -> open(CorpusFormat.JSON, folder))
        .isInstanceOf(CorpusException.class)
        .message()
        .startsWith("file:" + more + message)
        .doesNotContain(innocent.toString());
    Files.delete(more);
    Files.delete(innocent);
    Path other = write("other.json", "{\"prices\":{\"x\":1}}\n");
    TableSplitter small = new TableSplitter(SPARK.context(), few.length());
    assertThatThrownBy(() -> FileTables.open(small, files(folder), CorpusFormat.JSON, true))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("file:" + other + message);
  }

  @Test
  void faultsOfJsonAreReportedTogetherWithFileAndLine() throws IOException {
    write(
        "1.json", "{\"a\":1}\n{\"a\":1} x\n[1]\n{\"a\":1,\"a\":2}\n{\"a\":\"\\ud800\"}\n{'a':1}\n");
    write("2.json", "{\"a\":1\n".repeat(9));
    assertThatThrownBy(() -> open(CorpusFormat.JSON, folder))
        .isInstanceOf(CorpusException.class)
        .message()
        .satisfies(
            message ->
                assertThat(message.lines())
                    .hasSize(11)
                    .satisfies(
                        lines -> {
                          assertThat(lines.get(0))
                              .contains("1.json: line 2: not a row of the table");
                          assertThat(lines.get(1)).contains("line 3").contains("found a list");
                          assertThat(lines.get(2)).contains("line 4").contains("found a twice");
                          assertThat(lines.get(3)).contains("line 5").contains("half a surrogate");
                          assertThat(lines.get(5))
                              .contains("2.json: line 1: not a row of the table");
                          assertThat(lines.get(10)).isEqualTo("and 4 more like these");
                        }));
  }

  @Test
  void linesOfAnyWhiteSpaceAreNoObjects() throws IOException {
    Path file = write("blank.json", "{\"a\":1}\n\u00A0\n \t\r\n\u2028\n\u202F\n{\"a\":2}\n");
    assertThat(read(CorpusFormat.JSON, file)).containsExactly("[1]", "[2]");
  }

  @Test
  void largeFilesAreCutWithTheNumbersOfTheirLines() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 200; i++) {
      text.append(i).append(i % 3 == 0 ? ",\"two\nlines\"\n" : ",one\r\n");
    }
    Path file = write("large.csv", text + "x\n");
    TableSplitter small = new TableSplitter(SPARK.context(), 100);
    FileTable table = FileTables.open(small, files(file), CorpusFormat.CSV, true);
    assertThat(table.rows().getNumPartitions()).isGreaterThan(10);
    assertThatThrownBy(() -> rows(table))
        .hasMessage(
            "file:" + file + ": line 269: not a row of the table: expected 2 values, found 1: [x]");
  }
}
