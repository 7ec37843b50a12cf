package dev.unfold.driver.corpus.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.FileState;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.JavaSerialized;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables in files of ORC and Avro, and what they have in common with Parquet. */
class TypedFileTableTest extends FileTableFixture {
  private static final StructType TEXTS = new StructType().add("a", "string").add("b", "string");

  private static String name(CorpusFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  private Path file(CorpusFormat format, String name, StructType columns, Row... rows)
      throws IOException {
    return written(session().createDataFrame(List.of(rows), columns), name, name(format));
  }

  private static SparkSession session() {
    return SqlSession.of(SPARK.context());
  }

  @ParameterizedTest
  @EnumSource(names = {"ORC", "AVRO"})
  void aDamagedFileIsRefusedByItsName(CorpusFormat format) throws IOException {
    byte[] plain = Files.readAllBytes(file(format, "p", TEXTS, RowFactory.create("1", "é\ufffd")));
    assertThat(read(format, write("plain", plain))).containsExactly("[1, é\ufffd]");
    assertThat(read(format, write("empty", new byte[0]))).isEmpty();
    List<byte[]> damaged = new ArrayList<>();
    damaged.add(FileState.gzip(plain));
    damaged.add("Obj".getBytes(StandardCharsets.US_ASCII));
    damaged.add("ORC".getBytes(StandardCharsets.US_ASCII));
    damaged.add(FileState.joined("PAR2".getBytes(StandardCharsets.US_ASCII), plain));
    damaged.add(FileState.joined(plain, new byte[] {1, 2, 3}));
    damaged.add(new byte[] {1});
    damaged.add("text\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
    for (int length = 1; length < plain.length; length += 97) {
      damaged.add(Arrays.copyOf(plain, length));
    }
    for (byte[] bytes : damaged) {
      Path file = write("damaged", bytes);
      assertThatThrownBy(() -> read(format, file))
          .as("%d of %d bytes", bytes.length, plain.length)
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("cannot read file:" + file + " as ")
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PARQUET, Parquet, none",
    "PARQUET, Parquet, snappy",
    "ORC, ORC, none",
    "ORC, ORC, zlib",
    "ORC, ORC, snappy",
    "ORC, ORC, zstd",
    "AVRO, Avro, uncompressed",
    "AVRO, Avro, deflate"
  })
  void aFileThatIsReadAsTextIsNamed(CorpusFormat format, String named, String compression)
      throws IOException {
    StructType columns = TEXTS.add("n", "double");
    for (int count : new int[] {0, 1, 5000}) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rows.add(RowFactory.create("x" + i, "y", i / 7.0));
      }
      Path out = folder.resolve("out" + count);
      session()
          .createDataFrame(rows, columns)
          .coalesce(1)
          .write()
          .option("compression", compression)
          .format(name(format))
          .save(out.toString());
      Path text = write("t" + count + ".csv", content(out));
      assertThatThrownBy(() -> read(CorpusFormat.CSV, text))
          .hasMessageContaining(
              "found a file of " + named + ": read it as such, with corpus.format = ");
    }
  }

  private static byte[] content(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return Files.readAllBytes(
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow());
    }
  }

  @Test
  void aTextThatBeginsLikeAnOrcFileIsRead() throws IOException {
    for (String header : List.of("ORC,n", "ORCHID,n", "ORC\tx,n")) {
      Path file = write("text.csv", (header + "\n1,2\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(read(CorpusFormat.CSV, file)).containsExactly("[1, 2]");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ORC", "AVRO"})
  void columnsOfFilesAreUnited(CorpusFormat format) throws IOException {
    file(format, "t/1", new StructType().add("Text", "string"), RowFactory.create("x"));
    StructType two = new StructType().add("n", "bigint").add("text", "string");
    file(format, "t/2", two, RowFactory.create(1L, "y"));
    FileTable table = open(format, folder.resolve("t"));
    assertThat(table.columns().fieldNames()).containsExactly("Text", "n", "text");
    assertThat(rows(table)).containsExactly("[x, null, null]", "[null, 1, y]");

    StructType texts = new StructType().add("n", "string");
    Path other = file(format, "t/3", texts, RowFactory.create("2"));
    assertThatThrownBy(() -> open(format, folder.resolve("t")))
        .hasMessageContaining("file:" + other + ": expected column n of type bigint as in file:")
        .hasMessageContaining("t/2/part." + name(format) + ", found string");
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ORC", "AVRO"})
  void columnsThatHiveNumberedAreFoundByTheirNames(CorpusFormat format) throws IOException {
    StructType one = new StructType().add("_col1", "string");
    StructType two = new StructType().add("_col0", "string").add("_col1", "string");
    file(format, "t/1", one, RowFactory.create("x"));
    file(format, "t/2", two, RowFactory.create("y", "z"));
    FileTable table = open(format, folder.resolve("t"));
    assertThat(table.columns().fieldNames()).containsExactly("_col1", "_col0");
    assertThat(rows(table)).containsExactly("[x, null]", "[z, y]");
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ORC", "AVRO"})
  void valuesAreThoseThatSparkWrote(CorpusFormat format) throws IOException {
    Dataset<Row> table =
        session()
            .sql(
                "SELECT 'a b' t, array('x', null) l, array(array(1.5D, -0D)) f, true b, 7 i,"
                    + " 9000000000L g, float(0.1) h, 12.50BD d, date '1950-01-02' day,"
                    + " timestamp '2026-03-01 12:00:00' at, map('k', 1) m,"
                    + " named_struct('p', 1, 'q', 'r') s, binary('z') z, string(null) e");
    StructType columns = table.schema();
    FileTable read = open(format, written(table, "v", name(format)));
    assertThat(read.columns().fieldNames()).containsExactly(columns.fieldNames());
    List<Object[]> rows = read.rows().map(TypedFileTableTest::values).collect();
    assertThat(
            session()
                .createDataFrame(List.of(RowFactory.create(rows.get(0))), columns)
                .toJSON()
                .collectAsList())
        .isEqualTo(table.toJSON().collectAsList());
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ORC", "AVRO"})
  void textThatIsNoUtf8IsRefused(CorpusFormat format) throws IOException {
    StructType binary = new StructType().add("a", "binary");
    Dataset<Row> invalid =
        session()
            .createDataFrame(List.of(RowFactory.create((Object) new byte[] {'x', -1})), binary)
            .selectExpr("CAST(a AS STRING) AS a");
    Path bad = written(invalid, "invalid", name(format));
    assertThatThrownBy(() -> read(format, bad))
        .hasMessageEndingWith("part." + name(format) + ": row 1: invalid UTF-8 in a value");
  }

  @ParameterizedTest
  @EnumSource(names = {"ORC", "AVRO"})
  void rowsKeepTheirNumbersAndOrderWhereverTheFileIsSplit(CorpusFormat format) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(RowFactory.create("v" + i * 7919L));
    }
    StructType column = new StructType().add("a", "string");
    Dataset<Row> table = session().createDataFrame(rows, column).coalesce(1);
    SPARK.context().hadoopConfiguration().setInt("orc.stripe.size", 20_000);
    SPARK.context().hadoopConfiguration().setInt("orc.stripe.row.count", 5000);
    Path file = written(table, "blocks", name(format));
    SPARK.context().hadoopConfiguration().unset("orc.stripe.size");
    SPARK.context().hadoopConfiguration().unset("orc.stripe.row.count");
    TableSplitter small = new TableSplitter(SPARK.context(), 20_000);
    FileTable cut = FileTables.open(small, files(file), format, true);
    assertThat(cut.rows().getNumPartitions()).isGreaterThan(1);
    List<String> places = cut.rows().map(TypedFileTableTest::place).collect();
    assertThat(places).hasSize(rows.size());
    for (int i = 0; i < places.size(); i++) {
      assertThat(places.get(i))
          .isEqualTo("file:" + file + ": row " + (i + 1) + " [v" + i * 7919L + "]");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ORC", "AVRO", "JSON", "CSV"})
  void aTaskKnowsItsOwnFilesOnly(CorpusFormat format) throws IOException {
    Path one = file(format, "one/0", TEXTS, RowFactory.create("1", "2"));
    for (int i = 0; i < 40; i++) {
      Path folders = Files.createDirectories(folder.resolve("many").resolve("" + i));
      Files.copy(one, folders.resolve(one.getFileName()));
    }
    JavaRDD<?> ofOne = open(format, folder.resolve("one")).rows();
    TableSplitter small = new TableSplitter(SPARK.context(), 1000);
    JavaRDD<?> ofMany = FileTables.open(small, files(folder.resolve("many")), format, true).rows();

    assertThat(ofMany.getNumPartitions()).isEqualTo(40);
    assertThat(JavaSerialized.of(ofMany.rdd()).length)
        .isLessThan(JavaSerialized.of(ofOne.rdd()).length + 500);
    assertThat(JavaSerialized.of(ofMany.partitions().get(39)).length).isLessThan(2000);
  }

  @ParameterizedTest
  @EnumSource(names = {"ORC", "AVRO"})
  void aFileMayHaveAnyName(CorpusFormat format) throws IOException {
    byte[] plain = Files.readAllBytes(file(format, "p", TEXTS, RowFactory.create("1", "2")));
    for (String name : List.of("a:b.x", "10:00", "a b%41[1]{x}\\?*#.x", "é\n:")) {
      assertThat(read(format, write(name, plain))).containsExactly("[1, 2]");
    }
  }

  @Test
  void valuesWithoutColumnsAreRefused() throws IOException {
    Path file = folder.resolve("numbers.avro");
    Schema schema = Schema.create(Schema.Type.LONG);
    try (DataFileWriter<Long> out = new DataFileWriter<>(new GenericDatumWriter<Long>(schema))) {
      out.create(schema, file.toFile()).append(3L);
    }
    assertThatThrownBy(() -> read(CorpusFormat.AVRO, file))
        .hasMessage(
            "file:" + file + ": expected records with named columns, found values of type long");
  }

  private static Object[] values(RowReadResult<ValueRow> result) {
    return ((RowReadResult.Good<ValueRow>) result).value().values();
  }

  private static String place(RowReadResult<ValueRow> result) {
    ValueRow row = ((RowReadResult.Good<ValueRow>) result).value();
    return row.place() + " " + Arrays.toString(row.values());
  }
}
