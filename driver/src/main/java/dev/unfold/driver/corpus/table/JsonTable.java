package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.corpus.table.format.JsonRowReader;
import dev.unfold.driver.corpus.table.format.JsonTypeInference;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Opens tables in files with a JSON object in each line. The columns are the keys of all objects in
 * the order of their first occurrence.
 */
final class JsonTable {
  private JsonTable() {}

  static FileTable open(TableSplitter splits, List<SourceFile> files) throws IOException {
    List<FileRange> ranges = splits.lines(files, Optional.empty());
    StructType columns = columns(splits, ranges);
    List<String> names = Arrays.asList(columns.fieldNames());
    return FileTable.of(
        splits,
        files,
        columns,
        ranges,
        (range, configuration) -> new JsonRowReader(range, names, configuration));
  }

  private static StructType columns(TableSplitter splits, List<FileRange> ranges)
      throws IOException {
    List<List<FileRange>> tasks = splits.tasks(ranges);
    if (tasks.isEmpty()) {
      return new StructType();
    }
    JavaSparkContext spark = splits.spark();
    SerializedHadoopConfiguration shipped =
        SerializedHadoopConfiguration.of(spark.hadoopConfiguration());
    List<Keys> keysOfTasks =
        SparkJobs.run(
            spark,
            "reading the columns",
            () ->
                PartitionElements.collect(
                    SparkJobs.parts(spark, tasks).map(task -> Keys.of(task, shipped.open()))));
    MessageSummary.of(keysOfTasks.stream().map(keys -> keys.faults).toList()).requireNone();
    JsonTypeInference types = new JsonTypeInference();
    for (int task = 0; task < tasks.size(); task++) {
      types.add(tasks.get(task).get(0).file().path(), keysOfTasks.get(task).columns());
    }
    return types.known();
  }

  /** The keys of the objects that a task reads. It is an ordinary class, which Kryo can read. */
  private static final class Keys implements Serializable {
    private static final long serialVersionUID = 1L;

    private final MessageSummary faults = new MessageSummary();
    private String columns;

    static Keys of(List<FileRange> ranges, Configuration configuration) throws IOException {
      Keys keys = new Keys();
      JsonTypeInference types = new JsonTypeInference();
      for (FileRange range : ranges) {
        try (JsonRowReader.Objects objects = new JsonRowReader.Objects(range, configuration)) {
          keys.addInto(types, range.file().path(), objects);
        } catch (CorpusException e) {
          keys.faults.add(e.getMessage());
        }
      }
      keys.columns = types.columns().json();
      return keys;
    }

    private void addInto(JsonTypeInference types, String file, JsonRowReader.Objects objects)
        throws IOException {
      for (RowReadResult<Map<String, Object>> object = objects.next();
          object != null;
          object = objects.next()) {
        if (object instanceof RowReadResult.Good<Map<String, Object>> good) {
          types.add(file, good.value());
        } else if (object instanceof RowReadResult.Fault<Map<String, Object>> fault) {
          faults.add(fault.message());
        }
      }
    }

    StructType columns() {
      return (StructType) DataType.fromJson(columns);
    }
  }
}
