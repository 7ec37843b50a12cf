package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.fs.StorageErrors;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a Parquet file, or the reason why it cannot be read. It is an ordinary class,
 * which Kryo can read.
 */
final class ParquetSchema implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String columns;
  private final String fault;

  private ParquetSchema(String file, String columns, String fault) {
    this.file = file;
    this.columns = columns;
    this.fault = fault;
  }

  /**
   * Reads the columns.
   *
   * @param configuration the configuration of a Spark SQL session
   * @throws IOException if the storage fails
   */
  static ParquetSchema read(SourceFile file, Configuration configuration) throws IOException {
    Path path = new Path(file.path());
    try {
      ParquetMetadata footer =
          StorageErrors.explain(
              "read",
              file.path(),
              () ->
                  ParquetFooterReader.readFooter(
                      configuration, path, ParquetMetadataConverter.SKIP_ROW_GROUPS));
      StructType columns =
          ParquetFileFormat.readSchemaFromFooter(
              new Footer(path, footer), new ParquetToSparkSchemaConverter(configuration));
      return new ParquetSchema(file.path(), columns.asNullable().json(), null);
    } catch (RuntimeException e) {
      return new ParquetSchema(
          file.path(), new StructType().json(), damaged(file.path(), e.getMessage()));
    } catch (Exception e) {
      if (e instanceof IOException failure) {
        throw failure;
      }
      return new ParquetSchema(
          file.path(), new StructType().json(), damaged(file.path(), e.getMessage()));
    }
  }

  static String damaged(String file, String reason) {
    return "cannot read " + file + " as Parquet: " + String.valueOf(reason).replace('\n', ' ');
  }

  boolean isSame(ParquetSchema other) {
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
