package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.LocalChecksums;
import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
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
 * Opens tables in files of a {@link TypedFileFormat}. The columns are those of all files in the
 * order of their first occurrence; a column that a file lacks is null.
 */
final class TypedFileTable {
  private TypedFileTable() {}

  static FileTable open(TableSplitter splits, List<SourceFile> files, TypedFileFormat format)
      throws IOException {
    JavaSparkContext spark = splits.spark();
    SparkSession session = SqlSession.of(spark);
    List<FileRange> wholeFiles = splits.whole(files);
    Configuration configuration =
        LocalChecksums.possibleFor(files, session.sessionState().newHadoopConf());
    StructType columns = columns(splits, format, configuration, wholeFiles);
    List<FileRange> ranges = format.ranges(splits, wholeFiles, configuration);
    if (ranges.isEmpty()) {
      return FileTable.of(splits, files, columns, ranges, (range, unused) -> null);
    }
    TypedFileFormat.Opener opener = format.opener(session, files, columns, configuration);
    SerializedHadoopConfiguration shipped = SerializedHadoopConfiguration.of(configuration);
    String name = format.name();
    return FileTable.of(
        splits,
        files,
        columns,
        ranges,
        (range, unused) -> new TypedRowReader(name, range, columns, opener, shipped.open()));
  }

  private static StructType columns(
      TableSplitter splits,
      TypedFileFormat format,
      Configuration configuration,
      List<FileRange> files)
      throws IOException {
    List<List<FileRange>> tasks = splits.tasks(files);
    if (tasks.isEmpty()) {
      return new StructType();
    }
    JavaSparkContext spark = splits.spark();
    SerializedHadoopConfiguration shipped = SerializedHadoopConfiguration.of(configuration);
    List<List<FileColumns>> schemas =
        SparkJobs.run(
            spark,
            "reading the columns",
            () ->
                PartitionElements.collect(
                    SparkJobs.parts(spark, tasks)
                        .map(task -> schemas(format, task, shipped.open()))));
    return merged(schemas.stream().flatMap(List::stream).toList());
  }

  /** Returns the schemas of files; a schema that several files share is returned once. */
  private static List<FileColumns> schemas(
      TypedFileFormat format, List<FileRange> files, Configuration configuration)
      throws IOException {
    List<FileColumns> schemas = new ArrayList<>();
    for (FileRange file : files) {
      FileColumns schema = FileColumns.read(format, file.file(), configuration);
      if (schemas.stream().noneMatch(schema::isSame)) {
        schemas.add(schema);
      }
    }
    return schemas;
  }

  private static StructType merged(List<FileColumns> schemas) throws CorpusException {
    MessageSummary faults = new MessageSummary();
    Map<String, StructField> fields = new LinkedHashMap<>();
    Map<String, String> files = new LinkedHashMap<>();
    for (FileColumns schema : schemas) {
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
