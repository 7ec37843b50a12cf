package dev.unfold.driver.corpus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.corpus.FileState;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in Parquet files. */
class ParquetTableTest extends FileTableFixture {
  private static final StructType TEXTS = new StructType().add("a", "string").add("b", "string");

  @Test
  void everyStateOfAParquetFileIsReadCompletelyOrRefused() throws IOException {
    byte[] plain = Files.readAllBytes(parquet("p", TEXTS, RowFactory.create("1", "é\ufffd")));
    assertThat(read(CorpusFormat.PARQUET, write("plain", plain))).containsExactly("[1, é\ufffd]");
    assertThat(read(CorpusFormat.PARQUET, write("empty", new byte[0]))).isEmpty();
    for (byte[] damaged :
        List.of(
            Arrays.copyOf(plain, plain.length - 5),
            FileState.joined(plain, new byte[] {1, 2, 3}),
            FileState.gzip(plain),
            "PAR1".getBytes(StandardCharsets.US_ASCII),
            FileState.joined("PAR2".getBytes(StandardCharsets.US_ASCII), plain),
            new byte[] {1})) {
      Path file = write("damaged", damaged);
      assertThatThrownBy(() -> read(CorpusFormat.PARQUET, file))
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("cannot read file:" + file + " as Parquet: ");
    }
    byte[] torn = plain.clone();
    Arrays.fill(torn, 4, 40, (byte) 7);
    Path file = write("torn", torn);
    assertThatThrownBy(() -> read(CorpusFormat.PARQUET, file)).hasMessageContaining("torn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
  void aDamagedFooterOrPageIsAnErrorOfTheData(String compression) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add(RowFactory.create("v" + i * 7919, "w" + i % 7));
    }
    Path out = folder.resolve("out");
    SqlSession.of(SPARK.context())
        .createDataFrame(rows, TEXTS)
        .coalesce(1)
        .write()
        .option("compression", compression)
        .parquet(out.toString());
    byte[] whole;
    try (var files = Files.list(out)) {
      Path part = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
      whole = Files.readAllBytes(part);
    }
    int end = whole.length - 8;
    int footer = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    for (int first : new int[] {4, 40, 3000, end - footer, end - footer / 2}) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, first, first + 30, (byte) 0xFF);
      Path file = write("damaged", damaged);
      Throwable refused = catchThrowable(() -> read(CorpusFormat.PARQUET, file));
      if (refused != null) { // text without compression may be replaced by other text
        assertThat(refused)
            .as("byte %d of %d", first, whole.length)
            .isInstanceOf(CorpusException.class)
            .hasMessageContaining("file:" + file);
      }
    }
  }

  @Test
  void aFileThatCannotBeReadNowIsNoErrorOfTheData() throws IOException {
    Path file = parquet("p", TEXTS, RowFactory.create("1", "2"));
    Configuration configuration = SPARK.context().hadoopConfiguration();
    configuration.setClass("fs.file.impl", FailingFiles.class, FileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    try {
      assertThatThrownBy(() -> open(CorpusFormat.PARQUET, file))
          .hasMessageContaining("cannot read file:" + file + ": IOException: no answer")
          .satisfies(e -> assertThat(ClassifiedError.kindOf(e)).isEqualTo(ErrorKind.STORAGE));
    } finally {
      configuration.unset("fs.file.impl");
      configuration.unset("fs.file.impl.disable.cache");
    }
  }

  /** Files that can be listed, but not read. */
  public static final class FailingFiles extends LocalFileSystem {
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
      throw new IOException("no answer");
    }
  }

  @Test
  void aFileOfParquetMayHaveAnyName() throws IOException {
    byte[] plain = Files.readAllBytes(parquet("p", TEXTS, RowFactory.create("1", "2")));
    for (String name : List.of("a:b.parquet", "10:00", "a b%41[1]{x}\\?*#.parquet", "é\n:")) {
      assertThat(read(CorpusFormat.PARQUET, write(name, plain))).containsExactly("[1, 2]");
    }
  }

  @Test
  void textOfParquetThatIsNoUtf8IsRefused() throws IOException {
    StructType binary = new StructType().add("a", "binary");
    Path good = parquet("bytes", binary, RowFactory.create((Object) new byte[] {-1}));
    assertThat(read(CorpusFormat.PARQUET, good)).singleElement().asString().startsWith("[[B");
    Dataset<Row> invalid =
        SqlSession.of(SPARK.context())
            .createDataFrame(List.of(RowFactory.create((Object) new byte[] {'x', -1})), binary)
            .selectExpr("CAST(a AS STRING) AS a");
    Path bad = written(invalid, "invalid");
    assertThatThrownBy(() -> read(CorpusFormat.PARQUET, bad))
        .hasMessageEndingWith("part.parquet: row 1: invalid UTF-8 in a value");
  }

  @Test
  void columnsOfParquetFilesAreUnited() throws IOException {
    parquet("t/1", new StructType().add("Text", "string"), RowFactory.create("x"));
    parquet(
        "t/2",
        new StructType().add("n", "bigint").add("text", "string"),
        RowFactory.create(1L, "y"));
    FileTable table = open(CorpusFormat.PARQUET, folder.resolve("t"));
    assertThat(table.columns().fieldNames()).containsExactly("Text", "n", "text");
    assertThat(rows(table)).containsExactly("[x, null, null]", "[null, 1, y]");

    Path other = parquet("t/3", new StructType().add("n", "string"), RowFactory.create("2"));
    assertThatThrownBy(() -> open(CorpusFormat.PARQUET, folder.resolve("t")))
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
    FileTable cut = FileTables.open(small, files(file), CorpusFormat.PARQUET, true);
    assertThat(cut.rows().getNumPartitions()).isGreaterThan(1);
    List<String> places = cut.rows().map(ParquetTableTest::place).collect();
    assertThat(places).hasSize(500);
    for (int i = 0; i < 500; i++) {
      assertThat(places.get(i))
          .isEqualTo("file:" + file + ": row " + (i + 1) + " [v" + i * 7919 + "]");
    }
  }

  @Test
  void onlyLinesWithRecordingsAreReadByManySmallTasks() throws IOException {
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] content = new byte[20_000];
      random.nextBytes(content);
      rows.add(RowFactory.create((Object) content));
    }
    StructType column = new StructType().add("content", "binary");
    Dataset<Row> recordings = SqlSession.of(SPARK.context()).createDataFrame(rows, column);
    for (CorpusFormat format :
        List.of(CorpusFormat.PARQUET, CorpusFormat.ORC, CorpusFormat.AVRO, CorpusFormat.JSON)) {
      String name = format.name().toLowerCase(Locale.ROOT);
      Path file = written(recordings, name, name);
      JavaRDD<?> read = recordings(format, file).rows();
      assertThat(read.getNumPartitions())
          .as("%s", format)
          .isEqualTo(format == CorpusFormat.JSON ? 40 : 1);
      assertThat(read.count()).isEqualTo(40);
    }
  }

  private static FileTable recordings(CorpusFormat format, Path file) throws IOException {
    CorpusSettings settings =
        CorpusSettings.ofTable(
            List.of(file.toString()),
            format,
            true,
            InputColumns.of(
                new InputSettings("content", InputSettings.Kind.AUDIO, 0, false, true, false)),
            SequenceSettings.none(),
            new TargetSettings("y", TargetSettings.Kind.LABEL, 0));
    return FileTables.open(new TableSplitter(SPARK.context()), files(file), settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSV_SPARK", "CSV", "TSV_QUOTED"})
  void whatSparkWroteIsReadBackEqual(CorpusFormat format) throws IOException {
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
            .option("sep", format == CorpusFormat.TSV_QUOTED ? "\t" : ",");
    (format == CorpusFormat.CSV_SPARK ? writer : writer.option("escape", "\"")).csv(out.toString());

    assertThat(read(format, out)).isEqualTo(rows.stream().map(ParquetTableTest::shown).toList());
  }

  private static String place(RowReadResult<ValueRow> result) {
    ValueRow row = ((RowReadResult.Good<ValueRow>) result).value();
    return row.place() + " " + Arrays.toString(row.values());
  }

  private static String shown(Row row) {
    return Arrays.asList(row.get(0), row.get(1)).toString();
  }
}
