package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a file of a {@link TypedFileFormat}, or the reason why it cannot be read. It is an
 * ordinary class, which Kryo can read.
 */
final class FileColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String columns;
  private final String fault;

  private FileColumns(String file, String columns, String fault) {
    this.file = file;
    this.columns = columns;
    this.fault = fault;
  }

  /**
   * Reads the columns in a task.
   *
   * @param configuration the configuration of a Spark SQL session
   * @throws IOException if the storage fails
   */
  static FileColumns read(TypedFileFormat format, SourceFile file, Configuration configuration)
      throws IOException {
    SqlSession.applyToTask();
    try {
      StructType columns =
          DamagedFile.explained(
              format.name(), file.path(), () -> format.columns(file, configuration));
      return new FileColumns(file.path(), columns.asNullable().json(), null);
    } catch (CorpusException e) {
      return new FileColumns(file.path(), new StructType().json(), e.getMessage());
    }
  }

  boolean isSame(FileColumns other) {
    return fault == null && other.fault == null && columns.equals(other.columns);
  }

  String file() {
    return file;
  }

  StructType columns() {
    return (StructType) DataType.fromJson(columns);
  }

  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }
}
