package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Writes files and reads them as tables. */
abstract class FileTableFixture {
  @RegisterExtension
  static final LocalSpark SPARK =
      new LocalSpark()
          .withKryo()
          .with("spark.sql.files.ignoreCorruptFiles", "true")
          .with("spark.sql.files.ignoreMissingFiles", "true")
          .with("spark.sql.caseSensitive", "false")
          .with("spark.sql.columnNameOfCorruptRecord", "a")
          .with("spark.sql.parquet.binaryAsString", "true")
          .with("spark.sql.timestampType", "TIMESTAMP_NTZ")
          .with("spark.hadoop.orc.force.positional.evolution", "true")
          .with("spark.hadoop.orc.skip.corrupt.data", "true")
          .with("spark.sql.session.timeZone", "America/Chicago");

  @TempDir Path folder;

  FileTable open(CorpusFormat format, Path path) throws IOException {
    return FileTables.open(new TableSplitter(SPARK.context()), files(path), format, true);
  }

  static List<SourceFile> files(Path path) throws IOException {
    return SourceFiles.list(List.of(path.toString()), SPARK.context().hadoopConfiguration());
  }

  List<String> read(CorpusFormat format, Path path) throws IOException {
    return rows(open(format, path));
  }

  static List<String> rows(FileTable table) throws IOException {
    List<String> rows = new ArrayList<>();
    for (List<String> result : table.rows().map(FileTableFixture::described).collect()) {
      if (result.get(0).isEmpty()) {
        throw new CorpusException(result.get(1));
      }
      rows.add(result.get(0));
    }
    return rows;
  }

  /** A row, or its fault. */
  static List<String> described(RowReadResult<ValueRow> result) {
    if (result instanceof RowReadResult.Good<ValueRow> good) {
      return new ArrayList<>(List.of(Arrays.toString(good.value().values())));
    }
    return new ArrayList<>(List.of("", ((RowReadResult.Fault<ValueRow>) result).message()));
  }

  Path parquet(String name, StructType columns, Row row) throws IOException {
    return written(SqlSession.of(SPARK.context()).createDataFrame(List.of(row), columns), name);
  }

  Path written(Dataset<Row> table, String name) throws IOException {
    return written(table, name, "parquet");
  }

  Path written(Dataset<Row> table, String name, String format) throws IOException {
    Path out = folder.resolve(name + ".out");
    table.coalesce(1).write().format(format).save(out.toString());
    Path file = Files.createDirectories(folder.resolve(name)).resolve("part." + format);
    try (var files = Files.list(out)) {
      Files.move(
          files
              .filter(candidate -> candidate.toString().endsWith("." + format))
              .findFirst()
              .orElseThrow(),
          file);
    }
    return file;
  }

  Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
