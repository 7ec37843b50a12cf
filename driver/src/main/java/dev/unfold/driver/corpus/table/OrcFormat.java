package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.TypeDescription;
import org.apache.orc.mapred.OrcStruct;
import org.apache.orc.mapreduce.OrcMapreduceRecordReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.orc.OrcDeserializer;
import org.apache.spark.sql.execution.datasources.orc.OrcUtils;
import org.apache.spark.sql.types.StructType;

/**
 * ORC, read by its own library and converted by Spark: a range contains the stripes that begin in
 * it. A timestamp without a time zone is read as one of UTC, wherever it is read.
 */
final class OrcFormat implements TypedFileFormat {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "ORC";
  }

  @Override
  public StructType columns(SourceFile file, Configuration configuration) throws IOException {
    try (Reader reader = reader(file, configuration)) {
      return columns(file.path(), reader);
    }
  }

  private static StructType columns(String file, Reader reader) throws CorpusException {
    TypeDescription schema = reader.getSchema();
    if (schema.getCategory() != TypeDescription.Category.STRUCT) {
      throw new CorpusException(
          file + ": expected rows with named columns, found values of type " + schema);
    }
    return OrcUtils.toCatalystSchema(schema);
  }

  @Override
  public Opener opener(
      SparkSession session, List<SourceFile> files, StructType columns, Configuration unused) {
    return (range, configuration) ->
        OpenFile.into(reader(range.file(), configuration), file -> new Rows(file, range, columns));
  }

  private static Reader reader(SourceFile file, Configuration configuration) throws IOException {
    Path path = new Path(file.path());
    Configuration own = new Configuration(configuration);
    for (Map.Entry<String, String> option : configuration) {
      if (option.getKey().startsWith("orc.") || option.getKey().startsWith("hive.")) {
        own.unset(option.getKey());
      }
    }
    Reader reader =
        OrcFile.createReader(
            path,
            OrcFile.readerOptions(own)
                .filesystem(new StoredFile(file, own))
                .maxLength(file.size())
                .useUTCTimestamp(true)
                .convertToProlepticGregorian(true));
    return OpenFile.into(reader, OrcFormat::consistent);
  }

  /** Rejects a file that would be read without end, because a number in it is damaged. */
  private static Reader consistent(Reader reader) throws IOException {
    long rows = 0;
    for (StripeInformation stripe : reader.getStripes()) {
      rows += stripe.getNumberOfRows();
    }
    if (rows != reader.getNumberOfRows()) {
      throw new IOException(
          "its footer has "
              + reader.getNumberOfRows()
              + " rows, the stripes "
              + rows
              + ": it is damaged");
    }
    return reader;
  }

  /** The file system of a file, which opens it as {@link StoredBytes}. */
  private static final class StoredFile extends FilterFileSystem {
    private final SourceFile file;

    StoredFile(SourceFile file, Configuration configuration) throws IOException {
      super(new Path(file.path()).getFileSystem(configuration));
      this.file = file;
    }

    @Override
    public FSDataInputStream open(Path path, int buffer) throws IOException {
      return new FSDataInputStream(StoredBytes.open(file, fs.getConf()));
    }

    /** Leaves the file system open, which others share. */
    @Override
    public void close() {}
  }

  /** The rows of a range. */
  private static final class Rows implements TypedRows {
    private final Reader reader;
    private final OrcMapreduceRecordReader<OrcStruct> rows;
    private final OrcDeserializer deserializer;
    private long number;

    Rows(Reader reader, FileRange range, StructType columns) throws IOException {
      this.reader = reader;
      for (StripeInformation stripe : reader.getStripes()) {
        number += stripe.getOffset() < range.start() ? stripe.getNumberOfRows() : 0;
      }
      List<String> names = List.of(columns(range.file().path(), reader).fieldNames());
      List<Integer> places = new ArrayList<>();
      for (String column : columns.fieldNames()) {
        places.add(names.indexOf(column));
      }
      deserializer =
          new OrcDeserializer(columns, places.stream().mapToInt(Integer::intValue).toArray());
      rows =
          new OrcMapreduceRecordReader<>(
              reader, reader.options().range(range.start(), range.bytes()));
    }

    @Override
    public InternalRow next() throws Exception {
      if (!rows.nextKeyValue()) {
        return null;
      }
      number++;
      return deserializer.deserialize(rows.getCurrentValue());
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public void close() throws IOException {
      try (reader) {
        rows.close();
      }
    }
  }
}
