package dev.unfold.driver.corpus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.corpus.FileState;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.settings.corpus.CorpusSettings.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests tables of all formats on a cluster whose defaults would lose or change many values. */
class FileTableTest {
  private static final StructType TEXTS = new StructType().add("a", "string").add("b", "string");

  @RegisterExtension
  private static final LocalSpark SPARK =
      new LocalSpark()
          .withKryo()
          .with("spark.sql.files.ignoreCorruptFiles", "true")
          .with("spark.sql.files.ignoreMissingFiles", "true")
          .with("spark.sql.caseSensitive", "false")
          .with("spark.sql.columnNameOfCorruptRecord", "a")
          .with("spark.sql.parquet.binaryAsString", "true")
          .with("spark.sql.session.timeZone", "America/Chicago");

  @TempDir private Path folder;

  /** Reads text in which a bar is the separator. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "JSON ; {'a':'1','b':'é'}/{'a':'2','b':null}/",
        "CSV ; a,b/1,'é'/2,/",
        "CSV_SPARK ; a,b/1,'é'/2,/",
        "CSV_ESCAPED ; a,b/1,'é'/2,\\N/",
        "CSV_SEMICOLON ; a|b/1|'é'/2|/",
        "TSV ; a|b/1|é/2|/",
        "TSV_QUOTED ; a|b/1|'é'/2|/",
        "TSV_ESCAPED ; a|b/1|é/2|\\N/"
      },
      quoteCharacter = '`')
  void everyStateOfAFileIsReadCompletelyOrRefused(Format format, String rows) throws IOException {
    String separator = format == Format.CSV_SEMICOLON ? ";" : "\t";
    String text = rows.replace("'", "\"").replace("/", "\n").replace("|", separator);
    for (FileState state : FileState.of(text)) {
      Path file = write("table" + state.ending(), state.bytes());
      switch (state.outcome()) {
        case READ ->
            assertThat(read(format, file)).as(state.name()).containsExactly("[1, é]", "[2, null]");
        case NOTHING -> assertThat(read(format, file)).as(state.name()).isEmpty();
        case REFUSED ->
            assertThatThrownBy(() -> read(format, file))
                .as(state.name())
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("file:" + file)
                .message()
                .hasLineCount(1);
      }
    }
  }

  /** Reads text in which a slash is the end of a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "JSON ! [/ {/ 'a': 1/ }/]/ ! expected an object in each line, found the first line of a list that extends over several lines; convert the file, as with jq -c '.[]'",
        "JSON ! {/ 'a': 1/}/ ! expected an object in each line, found the first line of an object that extends over several lines; convert the file, as with jq -c .",
        "JSON ! [{'a':1},{'a':2}]/ ! found a list (if the file is one list, convert it, as with jq -c '.[]')",
        "CSV_SEMICOLON ! sep=;/a;b/1;2/ ! names the separator for Excel",
        "CSV ! sep=;/a;b/1;2/ ! names the separator for Excel",
        "CSV_ESCAPED ! SEP=,/a,b/1,2/ ! remove it, as with tail -n +2"
      },
      quoteCharacter = '`')
  void aFileForAnotherProgramIsRefusedWithAdvice(Format format, String text, String advice)
      throws IOException {
    Path file = write("table", text.replace('\'', '"').replace("/", "\n"));

    assertThatThrownBy(() -> read(format, file))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("file:" + file)
        .hasMessageContaining(advice)
        .message()
        .hasLineCount(1);
  }

  @Test
  void everyStateOfAParquetFileIsReadCompletelyOrRefused() throws IOException {
    byte[] plain = Files.readAllBytes(parquet("p", TEXTS, RowFactory.create("1", "é\ufffd")));
    assertThat(read(Format.PARQUET, write("plain", plain))).containsExactly("[1, é\ufffd]");
    assertThat(read(Format.PARQUET, write("empty", new byte[0]))).isEmpty();
    for (byte[] damaged :
        List.of(
            Arrays.copyOf(plain, plain.length - 5),
            FileState.joined(plain, new byte[] {1, 2, 3}),
            FileState.gzip(plain),
            "PAR1".getBytes(StandardCharsets.US_ASCII),
            FileState.joined("PAR2".getBytes(StandardCharsets.US_ASCII), plain),
            new byte[] {1})) {
      Path file = write("damaged", damaged);
      assertThatThrownBy(() -> read(Format.PARQUET, file))
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("cannot read file:" + file + " as Parquet: ");
    }
    byte[] torn = plain.clone();
    Arrays.fill(torn, 4, 40, (byte) 7);
    Path file = write("torn", torn);
    assertThatThrownBy(() -> read(Format.PARQUET, file)).hasMessageContaining("torn");
  }

  @Test
  void aFileOfParquetMayHaveAnyName() throws IOException {
    byte[] plain = Files.readAllBytes(parquet("p", TEXTS, RowFactory.create("1", "2")));
    for (String name : List.of("a:b.parquet", "10:00", "a b%41[1]{x}\\?*#.parquet", "é\n:")) {
      assertThat(read(Format.PARQUET, write(name, plain))).containsExactly("[1, 2]");
    }
  }

  @Test
  void textOfParquetThatIsNoUtf8IsRefused() throws IOException {
    StructType binary = new StructType().add("a", "binary");
    Path good = parquet("bytes", binary, RowFactory.create((Object) new byte[] {-1}));
    assertThat(read(Format.PARQUET, good)).singleElement().asString().startsWith("[[B");
    Dataset<Row> invalid =
        SqlSession.of(SPARK.context())
            .createDataFrame(List.of(RowFactory.create((Object) new byte[] {'x', -1})), binary)
            .selectExpr("CAST(a AS STRING) AS a");
    Path bad = written(invalid, "invalid");
    assertThatThrownBy(() -> read(Format.PARQUET, bad))
        .hasMessageEndingWith("part.parquet: row 1: invalid UTF-8 in a value");
  }

  @Test
  void columnsOfParquetFilesAreUnited() throws IOException {
    parquet("t/1", new StructType().add("Text", "string"), RowFactory.create("x"));
    parquet(
        "t/2",
        new StructType().add("n", "bigint").add("text", "string"),
        RowFactory.create(1L, "y"));
    FileTable table = open(Format.PARQUET, folder.resolve("t"));
    assertThat(table.columns().fieldNames()).containsExactly("Text", "n", "text");
    assertThat(rows(table)).containsExactly("[x, null, null]", "[null, 1, y]");

    Path other = parquet("t/3", new StructType().add("n", "string"), RowFactory.create("2"));
    assertThatThrownBy(() -> open(Format.PARQUET, folder.resolve("t")))
        .hasMessageContaining("file:" + other + ": expected column n of type bigint as in file:")
        .hasMessageContaining("t/2/part.parquet, found string");
  }

  @Test
  void rowsOfParquetKeepTheirNumbersAndOrderWhereverTheFileIsSplit() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(RowFactory.create("v" + i * 7919));
    }
    StructType column = new StructType().add("a", "string");
    Dataset<Row> table = SqlSession.of(SPARK.context()).createDataFrame(rows, column).coalesce(1);
    SPARK.context().hadoopConfiguration().setInt("parquet.block.size", 2000);
    Path file = written(table, "blocks");
    SPARK.context().hadoopConfiguration().unset("parquet.block.size");
    TableSplitter small = new TableSplitter(SPARK.context(), 1500);
    FileTable cut = FileTables.open(small, files(file), Format.PARQUET, true);
    assertThat(cut.rows().getNumPartitions()).isGreaterThan(1);
    List<String> places = cut.rows().map(FileTableTest::place).collect();
    assertThat(places).hasSize(500);
    for (int i = 0; i < 500; i++) {
      assertThat(places.get(i))
          .isEqualTo("file:" + file + ": row " + (i + 1) + " [v" + i * 7919 + "]");
    }
  }

  private static String place(RowReadResult<ValueRow> result) {
    ValueRow row = ((RowReadResult.Good<ValueRow>) result).value();
    return row.place() + " " + Arrays.toString(row.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSV_SPARK", "CSV", "TSV_QUOTED"})
  void whatSparkWroteIsReadBackEqual(Format format) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : new ObjectMapper().readTree(FileTableTest.class.getResource("rows.json"))) {
      rows.add(RowFactory.create(row.get(0).textValue(), row.get(1).textValue()));
    }
    Path out = folder.resolve("spark");
    var writer =
        SqlSession.of(SPARK.context())
            .createDataFrame(rows, TEXTS)
            .coalesce(1)
            .write()
            .option("header", true)
            .option("ignoreLeadingWhiteSpace", false)
            .option("ignoreTrailingWhiteSpace", false)
            .option("sep", format == Format.TSV_QUOTED ? "\t" : ",");
    (format == Format.CSV_SPARK ? writer : writer.option("escape", "\"")).csv(out.toString());

    assertThat(read(format, out)).isEqualTo(rows.stream().map(FileTableTest::shown).toList());
  }

  private static String shown(Row row) {
    return Arrays.asList(row.get(0), row.get(1)).toString();
  }

  @Test
  void columnsOfJsonKeepTheirOrderCaseAndTypes() throws IOException {
    write(
        "1.json",
        "{\"z\":1,\"Text\":\"A\",\"text\":\"a\",\"m\":1,\"l\":[1,2],\"o\":{\"k\":1}}\n\n  \n");
    write(
        "2.json",
        "{\"n\":12345678901234567890,\"z\":2.5,\"m\":\"x\",\"l\":[0.5],\"o\":{\"j\":[true]}}\r\n"
            + "{\"z\":null,\"m\":[1,\"two\"]}");
    FileTable table = open(Format.JSON, folder);
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
  void faultsOfJsonAreReportedTogetherWithFileAndLine() throws IOException {
    write(
        "1.json", "{\"a\":1}\n{\"a\":1} x\n[1]\n{\"a\":1,\"a\":2}\n{\"a\":\"\\ud800\"}\n{'a':1}\n");
    write("2.json", "{\"a\":1\n".repeat(9));
    assertThatThrownBy(() -> open(Format.JSON, folder))
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,Text | did you mean \"Text\"?",
        "a, text | did you mean \" text\"?",
        "a;text | the values seem to be separated by ;, which the format csv-semicolon has"
      })
  void aMissingColumnIsReportedWithSuggestions(String names, String advice) throws IOException {
    Path file = write("table.csv", names + "\n");
    assertThatThrownBy(() -> open(Format.CSV, file).indexOf("text"))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("no column text in file:" + file + ", found the columns [a")
        .hasMessageEndingWith("; " + advice);
  }

  @Test
  void aColumnInTheNamesOfFoldersIsReportedAsMissing() throws IOException {
    Path day = Files.createDirectories(folder.resolve("day=2024-01-01"));
    Files.writeString(day.resolve("a.json"), "{\"text\":\"x\"}");
    assertThatThrownBy(() -> open(Format.JSON, folder).indexOf("day"))
        .hasMessageEndingWith("found the columns [text]; values in folder names are not columns");
  }

  @Test
  void linesOfAnyWhiteSpaceAreNoObjects() throws IOException {
    Path file = write("blank.json", "{\"a\":1}\n\u00A0\n \t\r\n\u2028\n\u202F\n{\"a\":2}\n");
    assertThat(read(Format.JSON, file)).containsExactly("[1]", "[2]");
  }

  @Test
  void manySmallFilesShareTasks() throws IOException {
    for (int i = 0; i < 1000; i++) {
      write(String.format(Locale.ROOT, "%04d.csv", i), "a,b\n" + i + ",x\n");
    }
    FileTable table = open(Format.CSV, folder);
    assertThat(table.rows().getNumPartitions()).isLessThan(30);
    List<String> rows = rows(table);
    assertThat(rows).hasSize(1000).startsWith("[0, x]").endsWith("[999, x]");
  }

  @Test
  void largeFilesAreCutWithTheNumbersOfTheirLines() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 200; i++) {
      text.append(i).append(i % 3 == 0 ? ",\"two\nlines\"\n" : ",one\r\n");
    }
    Path file = write("large.csv", text + "x\n");
    TableSplitter small = new TableSplitter(SPARK.context(), 100);
    FileTable table = FileTables.open(small, files(file), Format.CSV, true);
    assertThat(table.rows().getNumPartitions()).isGreaterThan(10);
    assertThatThrownBy(() -> rows(table))
        .hasMessage(
            "file:" + file + ": line 269: not a row of the table: expected 2 values, found 1: [x]");
  }

  private FileTable open(Format format, Path path) throws IOException {
    return FileTables.open(new TableSplitter(SPARK.context()), files(path), format, true);
  }

  private static List<SourceFile> files(Path path) throws IOException {
    return SourceFiles.list(List.of(path.toString()), SPARK.context().hadoopConfiguration());
  }

  private List<String> read(Format format, Path path) throws IOException {
    return rows(open(format, path));
  }

  private static List<String> rows(FileTable table) throws IOException {
    List<String> rows = new ArrayList<>();
    for (List<String> result : table.rows().map(FileTableTest::described).collect()) {
      if (result.get(0).isEmpty()) {
        throw new CorpusException(result.get(1));
      }
      rows.add(result.get(0));
    }
    return rows;
  }

  /** A row, or its fault. */
  private static List<String> described(RowReadResult<ValueRow> result) {
    if (result instanceof RowReadResult.Good<ValueRow> good) {
      return new ArrayList<>(List.of(Arrays.toString(good.value().values())));
    }
    return new ArrayList<>(List.of("", ((RowReadResult.Fault<ValueRow>) result).message()));
  }

  private Path parquet(String name, StructType columns, Row row) throws IOException {
    return written(SqlSession.of(SPARK.context()).createDataFrame(List.of(row), columns), name);
  }

  private Path written(Dataset<Row> table, String name) throws IOException {
    Path out = folder.resolve(name + ".out");
    table.coalesce(1).write().parquet(out.toString());
    Path file = Files.createDirectories(folder.resolve(name)).resolve("part.parquet");
    try (var files = Files.list(out)) {
      Files.move(
          files
              .filter(candidate -> candidate.toString().endsWith(".parquet"))
              .findFirst()
              .orElseThrow(),
          file);
    }
    return file;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
