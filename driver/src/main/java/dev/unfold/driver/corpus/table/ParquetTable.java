package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.source.LocalChecksums;
import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Opens tables in Parquet files. The columns are those of all files in the order of their first
 * occurrence; a column that a file lacks is null.
 */
final class ParquetTable {
  private ParquetTable() {}

  static FileTable open(TableSplitter splits, List<SourceFile> files) throws IOException {
    JavaSparkContext spark = splits.spark();
    SparkSession session = SqlSession.of(spark);
    List<FileRange> wholeFiles = splits.whole(files);
    Configuration configuration =
        LocalChecksums.possibleFor(files, session.sessionState().newHadoopConf());
    StructType columns = columns(splits, configuration, wholeFiles);
    List<FileRange> ranges = new ArrayList<>();
    wholeFiles.forEach(file -> ranges.addAll(splits.cut(file)));
    if (ranges.isEmpty()) {
      return FileTable.of(splits, files, columns, ranges, (range, unused) -> null);
    }
    ParquetRowReader.Reader reader = ParquetRowReader.Reader.of(session, columns, configuration);
    return FileTable.of(
        splits, files, columns, ranges, (range, unused) -> new ParquetRowReader(range, reader));
  }

  private static StructType columns(
      TableSplitter splits, Configuration configuration, List<FileRange> files) throws IOException {
    List<List<FileRange>> tasks = splits.tasks(files);
    if (tasks.isEmpty()) {
      return new StructType();
    }
    JavaSparkContext spark = splits.spark();
    SerializedHadoopConfiguration shipped = SerializedHadoopConfiguration.of(configuration);
    List<List<ParquetSchema>> schemas =
        SparkJobs.run(
            spark,
            "reading the columns",
            () ->
                PartitionElements.collect(
                    SparkJobs.parts(spark, TableSplitter.indices(tasks))
                        .map(task -> schemas(tasks.get(task), shipped.open()))));
    return merged(schemas.stream().flatMap(List::stream).toList());
  }

  /** Returns the schemas of files; a schema that several files share is returned once. */
  private static List<ParquetSchema> schemas(List<FileRange> files, Configuration configuration)
      throws IOException {
    List<ParquetSchema> schemas = new ArrayList<>();
    for (FileRange file : files) {
      ParquetSchema schema = ParquetSchema.read(file.file(), configuration);
      if (schemas.stream().noneMatch(schema::isSame)) {
        schemas.add(schema);
      }
    }
    return schemas;
  }

  private static StructType merged(List<ParquetSchema> schemas) throws CorpusException {
    MessageSummary faults = new MessageSummary();
    Map<String, StructField> fields = new LinkedHashMap<>();
    Map<String, String> files = new LinkedHashMap<>();
    for (ParquetSchema schema : schemas) {
      schema.fault().ifPresent(faults::add);
      for (StructField field : schema.columns().fields()) {
        StructField before = fields.putIfAbsent(field.name(), field);
        String file = files.computeIfAbsent(field.name(), unused -> schema.file());
        if (before != null && !before.dataType().equals(field.dataType())) {
          faults.add(
              schema.file()
                  + ": expected column "
                  + field.name()
                  + " of type "
                  + before.dataType().simpleString()
                  + " as in "
                  + file
                  + ", found "
                  + field.dataType().simpleString());
        }
      }
    }
    faults.requireNone();
    return new StructType(fields.values().toArray(StructField[]::new));
  }
}
