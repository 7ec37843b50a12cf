package dev.unfold.driver.corpus.table.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.corpus.source.RangeBytes;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that delimited rows are read as they were written, wherever a file is split. */
class DelimitedRowReaderTest {
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path folder;

  /** The files of scripts/tables/write-tables.py; the ending of a name is the format. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "python-minimal.csv",
        "python-all.csv",
        "python-nonnumeric.csv",
        "python-unix.csv",
        "python-none.csv-escaped",
        "python-escapechar.csv-escaped",
        "python-minimal.tsv-quoted",
        "python-none.tsv",
        "pandas.csv",
        "pandas-all.csv",
        "pandas-nonnumeric.csv",
        "pandas.tsv-quoted",
        "pandas-escapechar.csv-escaped",
        "postgres.csv",
        "postgres-all.csv",
        "postgres-text.tsv-escaped"
      })
  void whatOtherProgramsWroteIsReadBackEqual(String name) throws IOException {
    String format = name.substring(name.indexOf('.') + 1).replace('-', '_');
    Path file = folder.resolve(name);
    Files.write(file, resource(name));

    List<List<String>> rows =
        read(
            file,
            CorpusFormat.valueOf(format.toUpperCase(Locale.ROOT)),
            List.of("first", "second"));

    List<List<String>> expected = written(name.endsWith(".tsv"));
    boolean knowsNull = name.startsWith("postgres");
    assertThat(knowsNull ? rows : withoutNull(rows))
        .isEqualTo(knowsNull ? expected : withoutNull(expected));
  }

  private static List<List<String>> written(boolean plain) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : new ObjectMapper().readTree(resource("rows.json"))) {
      List<String> values = Arrays.asList(row.get(0).textValue(), row.get(1).textValue());
      if (!plain
          || values.stream()
              .noneMatch(value -> value != null && value.matches("(?s).*[\t\n\r].*"))) {
        rows.add(values);
      }
    }
    return rows;
  }

  private static byte[] resource(String name) throws IOException {
    return DelimitedRowReaderTest.class
        .getResourceAsStream("/dev/unfold/driver/corpus/table/" + name)
        .readAllBytes();
  }

  private static List<List<String>> withoutNull(List<List<String>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(value -> value == null ? "" : value).toList())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CSV | a,b\\n1,2,3\\n | line 2: not a row of the table: expected 2 values, found 3: [1, 2, 3]",
        "CSV | a,b\\n\"x\\ny\",2\\n1\\n | line 4: not a row of the table: expected 2 values, found 1: [1]",
        "TSV | a\\tb\\r\\n1\\t2\\r\\n1\\r\\n | line 3: not a row of the table: expected 2 values, found 1",
        "CSV | a,b\\n1,\"2\\n | line 2: not a row of the table: expected a quotation mark at the end",
        "CSV | a,b\\n\"1\"\\r,2\\n | line 2: not a row of the table: expected a separator or the end",
        "CSV | a,b\\n1,\"2\" \\n | line 2: not a row of the table: expected a separator or the end",
        "CSV | a,b\\n1,\"a \\\\\"b\\\\\"\"\\n | the format is csv-spark",
        "TSV_ESCAPED | a\\tb\\n1\\t2\\\\ | line 2: not a row of the table: expected a character after",
        "TSV_ESCAPED | a\\tb\\n1\\t\\\\Nx\\n | found \\N followed by more text",
        "CSV | a,b\\n1, \"2\"\\n | line 2: not a row of the table: expected the quotation marks of a value directly behind the separator",
        "CSV_SEMICOLON | a;b\\n \"1;x\";2\\n | line 2: not a row of the table: expected the quotation marks of a value",
        "TSV | a\\tb\\n1\\t2\\na\\tb\\n | line 3: not a row of the table: found the names of the columns again",
        "CSV | a,b\\n1,2\\n\uFEFFa,b\\n | line 3: not a row of the table: found the names of the columns again",
        "TSV_ESCAPED | a\\tb\\n1\\t\\\\N\\rx\\n | found \\N followed by more text",
        "CSV | a,b\\n1\\r2\\n | line 2: not a row of the table: expected 2 values, found 1: [1\\r2]",
        "CSV | a,a\\n1,2\\n | expected a unique name for each column, found a for the columns 1 and 2",
        "CSV | b,a\\n1,2\\n | expected the columns of other.csv, [a, b], found [b, a]",
      })
  void aFaultIsReportedWithFileAndLine(CorpusFormat format, String text, String message)
      throws IOException {
    Path file = write("bad.csv", text.translateEscapes());
    List<String> faults = new ArrayList<>();
    try (RangeRowReader<ValueRow> rows =
        open(FileRange.whole(source(file)), format, List.of("a", "b"))) {
      RowReadResult<ValueRow> next = rows.next();
      while (next != null) {
        if (next instanceof RowReadResult.Fault<ValueRow> fault) {
          faults.add(fault.message());
        }
        next = rows.next();
      }
    } catch (CorpusException e) {
      faults.add(e.getMessage());
    }
    assertThat(faults).singleElement().asString().contains("bad.csv: ").contains(message);
  }

  @Test
  void emptyLinesAreRowsWithoutValues() throws IOException {
    Path file = write("a.csv", "a,b\n\n1,\n,\"\"\n\n");
    assertThat(read(file, CorpusFormat.CSV, List.of("a", "b")))
        .containsExactly(
            Arrays.asList(null, null),
            Arrays.asList("1", null),
            Arrays.asList(null, ""),
            Arrays.asList(null, null));
  }

  @Test
  void columnsWithoutANameHaveTheirNumber() throws IOException {
    assertThat(TableHeader.names("x.csv", Arrays.asList(null, "text", "")))
        .containsExactly("1", "text", "3");
    assertThatThrownBy(() -> TableHeader.names("x.csv", Arrays.asList(null, "1")))
        .hasMessageStartingWith("x.csv: expected a unique name for each column, found 1");
  }

  @Test
  void invalidUtf8IsReportedAndTheNextRowIsRead() throws IOException {
    Path file = folder.resolve("bad.csv");
    Files.write(file, HexFormat.of().parseHex("612c620aff2c310a6f2cefbfbd0a"));
    try (RangeRowReader<ValueRow> rows =
        open(FileRange.whole(source(file)), CorpusFormat.CSV, List.of("a", "b"))) {
      assertThat(rows.next())
          .isEqualTo(
              new RowReadResult.Fault<>(
                  "file:"
                      + file
                      + ": line 2: invalid UTF-8 in a value: convert the file, as with iconv -f WINDOWS-1252 -t UTF-8"));
      assertThat(((RowReadResult.Good<ValueRow>) rows.next()).value().values())
          .containsExactly("o", "\ufffd");
      assertThat(rows.next()).isNull();
    }
  }

  @Test
  void splitsFallBetweenRowsWhereverTheyAreRequested() throws IOException {
    Random random = new Random(3);
    for (int time = 0; time < 300; time++) {
      boolean quotes = time % 3 > 0;
      String text = random(random, quotes);
      Path file = write("random.csv", text);
      CorpusFormat format = quotes ? CorpusFormat.CSV : CorpusFormat.TSV;
      List<String> whole = places(List.of(FileRange.whole(source(file))), format);
      for (int splitBytes : List.of(1, 2, 3, 7, 20)) {
        List<FileRange> ranges = ranges(source(file), DelimitedDialect.of(format), splitBytes);
        assertThat(places(ranges, format)).as("%s in %d", text, splitBytes).isEqualTo(whole);
      }
    }
  }

  @Test
  void aFileWithQuotesWithinValuesIsNotCut() throws IOException {
    Path file = write("inches.csv", "a 5\" pipe\nb,c\n\"d\ne\",f\n1\" 2\"\n");
    assertThat(ranges(source(file), DelimitedDialect.of(CorpusFormat.CSV), 4)).hasSize(1);
    Path regular = write("regular.csv", "a,b\nc,d\n\"e\"\"\nf\",g\nh,i\n");
    assertThat(ranges(source(regular), DelimitedDialect.of(CorpusFormat.CSV), 4).size())
        .isGreaterThan(2);
  }

  private static String random(Random random, boolean quotes) {
    List<String> values =
        quotes
            ? List.of(
                "", "a\ra", "é", "\"x\"", "\"1,2\"", "\"l\nm\"", "\"r\r\ns\"", "\"q\"\"\"", "\"\"")
            : List.of("", "a", "é", "\"x", "b\"", "\"");
    String separator = quotes ? "," : "\t";
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < random.nextInt(12); row++) {
      for (int i = 0; i <= random.nextInt(3); i++) {
        text.append(i == 0 ? "" : separator).append(values.get(random.nextInt(values.size())));
      }
      text.append(List.of("\n", "\r\n").get(random.nextInt(2)));
    }
    return text.toString();
  }

  private static List<FileRange> ranges(SourceFile file, DelimitedDialect format, int splitBytes)
      throws IOException {
    FileRange whole = FileRange.whole(file);
    List<FileRange> stretches = new TableSplitter(null, splitBytes).cut(whole);
    List<RowBoundaryScan> scans = new ArrayList<>();
    for (FileRange stretch : stretches) {
      scans.add(RowBoundaryScan.of(stretch, format, CONFIGURATION));
    }
    return stretches.isEmpty() ? List.of() : TableSplitter.rows(whole, stretches, scans);
  }

  /** Returns each record with its line. */
  private List<String> places(List<FileRange> ranges, CorpusFormat format) throws IOException {
    List<String> places = new ArrayList<>();
    for (FileRange range : ranges) {
      try (RangeBytes in =
          new RangeBytes(range.file(), range.start(), range.end(), CONFIGURATION)) {
        DelimitedParser parser =
            new DelimitedParser(range.file().path(), in, DelimitedDialect.of(format), range.line());
        for (List<String> row = parser.next(); row != null; row = parser.next()) {
          places.add(parser.place() + " " + row);
        }
      }
    }
    return places;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static SourceFile source(Path file) throws IOException {
    return new SourceFile(
        "file:" + file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }

  private static RangeRowReader<ValueRow> open(
      FileRange range, CorpusFormat format, List<String> names) throws IOException {
    return new DelimitedRowReader.Columns(DelimitedDialect.of(format), true, names, "other.csv")
        .open(range, CONFIGURATION);
  }

  private static List<List<String>> read(Path file, CorpusFormat format, List<String> names)
      throws IOException {
    List<List<String>> read = new ArrayList<>();
    try (RangeRowReader<ValueRow> rows = open(FileRange.whole(source(file)), format, names)) {
      RowReadResult<ValueRow> next = rows.next();
      while (next != null) {
        assertThat(next).isInstanceOf(RowReadResult.Good.class);
        read.add(
            Arrays.stream(((RowReadResult.Good<ValueRow>) next).value().values())
                .map(String.class::cast)
                .collect(Collectors.toCollection(ArrayList::new)));
        next = rows.next();
      }
    }
    return read;
  }
}
