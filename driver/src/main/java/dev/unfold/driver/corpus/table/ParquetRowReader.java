package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.corpus.table.format.RangeRowReader;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.Utf8Validator;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.corpus.table.format.ValueRow.Place;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.driver.storage.fs.StorageException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.List$;
import scala.collection.immutable.Map$;

/** Reads the rows of the row groups of a Parquet file whose middle is in a range of it. */
final class ParquetRowReader implements RangeRowReader<ValueRow> {
  private final String file;
  private final StructType columns;
  private final Iterator<InternalRow> rows;
  private final Function1<Object, Object> converter;

  /**
   * Spark's reader for one file, which tasks share.
   *
   * @param columns the columns of the rows
   * @param open the function that reads the columns, followed by the number of the row in its file
   */
  record Reader(StructType columns, Function1<PartitionedFile, Iterator<InternalRow>> open)
      implements Serializable {
    private static StructType numbered(StructType columns) {
      return columns.add(
          ParquetFileFormat.ROW_INDEX_TEMPORARY_COLUMN_NAME(), DataTypes.LongType, true);
    }

    static Reader of(SparkSession session, StructType columns, Configuration configuration) {
      scala.collection.immutable.Map<String, String> options =
          Map$.MODULE$
              .<String, String>empty()
              .updated(FileFormat.OPTION_RETURNING_BATCH(), "false");
      return new Reader(
          columns,
          new ParquetFileFormat()
              .buildReaderWithPartitionValues(
                  session,
                  columns,
                  new StructType(),
                  numbered(columns),
                  List$.MODULE$.<Filter>empty(),
                  options,
                  configuration));
    }
  }

  ParquetRowReader(FileRange range, Reader reader) throws IOException {
    SourceFile source = range.file();
    file = source.path();
    columns = reader.columns();
    PartitionedFile part =
        new PartitionedFile(
            InternalRow.empty(),
            SparkPath.fromPathString(file),
            range.start(),
            range.bytes(),
            new String[0],
            source.modified(),
            source.size(),
            Map$.MODULE$.empty());
    SqlSession.applyToTask();
    rows = explained(() -> reader.open().apply(part));
    converter = CatalystTypeConverters.createToScalaConverter(Reader.numbered(columns));
  }

  /** A call of Spark's reader. */
  @FunctionalInterface
  private interface Step<T> {
    T run();
  }

  /**
   * Runs a call of Spark's reader and translates its exceptions. If the root cause is an
   * IOException, the storage failed; otherwise the file is damaged.
   */
  private <T> T explained(Step<T> step) throws IOException {
    try {
      return step.run();
    } catch (Exception e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw root instanceof IOException && !(root instanceof EOFException)
          ? new StorageException("cannot read " + file + ": " + root.getMessage(), e)
          : new CorpusException(ParquetSchema.damaged(file, root.getMessage()), e);
    }
  }

  @Override
  public RowReadResult<ValueRow> next() throws IOException {
    if (!explained(rows::hasNext)) {
      return null;
    }
    InternalRow row = explained(rows::next);
    Place place = new Place(file, "row", row.getLong(columns.size()) + 1);
    if (!Utf8Validator.isUtf8(row, columns)) {
      return new RowReadResult.Fault<>(place + ": invalid UTF-8 in a value");
    }
    Row values = (Row) converter.apply(row);
    Object[] plain = new Object[columns.size()];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = values.get(i);
    }
    return new RowReadResult.Good<>(new ValueRow(place, plain));
  }

  @Override
  public void close() throws IOException {
    if (rows instanceof Closeable open) {
      open.close();
    }
  }
}
