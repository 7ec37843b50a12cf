package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.List$;
import scala.collection.immutable.Map$;

/**
 * Parquet, read by Spark's reader of one file, which opens it in a {@link StoredFileSystem}: a
 * range contains the row groups whose middle is in it.
 */
final class ParquetFormat implements TypedFileFormat {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "Parquet";
  }

  @Override
  public StructType columns(SourceFile file, Configuration configuration) throws IOException {
    Path path = new Path(file.path());
    ParquetMetadata footer =
        ParquetFooterReader.readFooter(
            StoredFileSystem.over(List.of(file), configuration),
            path,
            ParquetMetadataConverter.SKIP_ROW_GROUPS);
    return ParquetFileFormat.readSchemaFromFooter(
        new Footer(path, footer), new ParquetToSparkSchemaConverter(configuration));
  }

  /** Returns the opener of Spark's reader, which returns the number of a row as a last column. */
  @Override
  public Opener opener(
      SparkSession session,
      List<SourceFile> files,
      StructType columns,
      Configuration configuration) {
    StructType numbered =
        columns.add(ParquetFileFormat.ROW_INDEX_TEMPORARY_COLUMN_NAME(), DataTypes.LongType, true);
    scala.collection.immutable.Map<String, String> options =
        Map$.MODULE$.<String, String>empty().updated(FileFormat.OPTION_RETURNING_BATCH(), "false");
    Function1<PartitionedFile, Iterator<InternalRow>> reader =
        new ParquetFileFormat()
            .buildReaderWithPartitionValues(
                session,
                columns,
                new StructType(),
                numbered,
                List$.MODULE$.<Filter>empty(),
                options,
                StoredFileSystem.over(files, configuration));
    int index = columns.size();
    return (range, unused) -> new Rows(range, reader, index);
  }

  private static PartitionedFile part(FileRange range) {
    SourceFile source = range.file();
    return new PartitionedFile(
        InternalRow.empty(),
        SparkPath.fromPathString(source.path()),
        range.start(),
        range.bytes(),
        new String[0],
        source.modified(),
        source.size(),
        Map$.MODULE$.empty());
  }

  /** The rows of a range. */
  private static final class Rows implements TypedRows {
    private final Iterator<InternalRow> rows;
    private final int index;
    private long number;

    Rows(FileRange range, Function1<PartitionedFile, Iterator<InternalRow>> reader, int index) {
      rows = reader.apply(part(range));
      this.index = index;
    }

    @Override
    public InternalRow next() {
      if (!rows.hasNext()) {
        return null;
      }
      InternalRow row = rows.next();
      number = row.getLong(index) + 1;
      return row;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public void close() throws IOException {
      if (rows instanceof Closeable open) {
        open.close();
      }
    }
  }
}
