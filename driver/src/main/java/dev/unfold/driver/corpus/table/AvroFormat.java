package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.avro.AvroDeserializer;
import org.apache.spark.sql.avro.SchemaConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Avro, read by its own library and converted by Spark: a range contains the blocks whose first
 * synchronization marker is in it.
 */
final class AvroFormat implements TypedFileFormat {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "Avro";
  }

  @Override
  public StructType columns(SourceFile file, Configuration configuration) throws IOException {
    try (DataFileReader<GenericRecord> reader = reader(file, configuration)) {
      return columns(file.path(), reader.getSchema());
    }
  }

  private static StructType columns(String file, Schema schema) throws CorpusException {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new CorpusException(
          file
              + ": expected records with named columns, found values of type "
              + schema.getType().getName());
    }
    return (StructType) SchemaConverters.toSqlType(schema).dataType();
  }

  /**
   * Returns ranges with the numbers of their first rows. The rows of files of several ranges are
   * counted for that.
   */
  @Override
  public List<FileRange> ranges(
      TableSplitter splits, List<FileRange> files, Configuration configuration) throws IOException {
    List<FileRange> ranges = TypedFileFormat.super.ranges(splits, files, configuration);
    List<FileRange> cut = new ArrayList<>(ranges);
    cut.removeIf(range -> range.start() == 0 && range.end() >= range.file().size());
    List<Long> counts = rowCounts(splits.spark(), cut, configuration);
    List<FileRange> numbered = new ArrayList<>();
    long row = 1;
    int next = 0;
    for (FileRange range : ranges) {
      row = range.start() == 0 ? 1 : row;
      numbered.add(new FileRange(range.file(), range.start(), range.end(), row));
      row += next < cut.size() && range.equals(cut.get(next)) ? counts.get(next++) : 0;
    }
    return numbered;
  }

  private static List<Long> rowCounts(
      JavaSparkContext spark, List<FileRange> ranges, Configuration configuration)
      throws IOException {
    if (ranges.isEmpty()) {
      return List.of();
    }
    SerializedHadoopConfiguration shipped = SerializedHadoopConfiguration.of(configuration);
    return SparkJobs.run(
        spark,
        "counting the rows of blocks",
        () ->
            PartitionElements.collect(
                SparkJobs.parts(spark, ranges).map(range -> rowCount(range, shipped.open()))));
  }

  /** Counts the rows of a range; none if the file is damaged, which its reader reports. */
  private static long rowCount(FileRange range, Configuration configuration) throws IOException {
    try {
      return DamagedFile.explained("Avro", range.file().path(), () -> rows(range, configuration));
    } catch (CorpusException e) {
      return 0;
    }
  }

  private static long rows(FileRange range, Configuration configuration) throws IOException {
    long rows = 0;
    try (DataFileReader<GenericRecord> reader = reader(range.file(), configuration)) {
      reader.sync(range.start());
      while (reader.hasNext() && !reader.pastSync(range.end())) {
        rows += reader.getBlockCount();
        reader.nextBlock();
      }
    }
    return rows;
  }

  @Override
  public Opener opener(
      SparkSession session, List<SourceFile> files, StructType columns, Configuration unused) {
    return (range, configuration) ->
        OpenFile.into(reader(range.file(), configuration), file -> new Rows(file, range, columns));
  }

  private static DataFileReader<GenericRecord> reader(SourceFile file, Configuration configuration)
      throws IOException {
    return OpenFile.into(
        StoredBytes.open(file, configuration),
        bytes -> new DataFileReader<>(bytes, new GenericDatumReader<GenericRecord>()));
  }

  /** The rows of a range. */
  private static final class Rows implements TypedRows {
    private final DataFileReader<GenericRecord> reader;
    private final StructType own;
    private final AvroDeserializer deserializer;
    private final List<Integer> places = new ArrayList<>();
    private final long end;
    private final long size;
    private GenericRecord reused;
    private long number;

    Rows(DataFileReader<GenericRecord> reader, FileRange range, StructType columns)
        throws IOException {
      this.reader = reader;
      own = columns(range.file().path(), reader.getSchema());
      deserializer = new AvroDeserializer(reader.getSchema(), own, "CORRECTED", false);
      List<String> names = List.of(own.fieldNames());
      for (String column : columns.fieldNames()) {
        places.add(names.indexOf(column));
      }
      end = range.end();
      size = range.file().size();
      number = range.line() - 1;
      reader.sync(range.start());
    }

    @Override
    public InternalRow next() throws IOException {
      if (!reader.hasNext()) {
        requireEnd();
        return null;
      }
      if (reader.pastSync(end)) {
        return null;
      }
      reused = reader.next(reused);
      number++;
      InternalRow read = (InternalRow) deserializer.deserialize(reused).get();
      Object[] values = new Object[places.size()];
      for (int i = 0; i < values.length; i++) {
        int place = places.get(i);
        values[i] = place < 0 ? null : read.get(place, own.fields()[place].dataType());
      }
      return new GenericInternalRow(values);
    }

    /** Rejects a file that ends within a block, which the library treats as the end. */
    private void requireEnd() throws IOException {
      if (reader.previousSync() != size) {
        throw new IOException(
            "its last block ends at byte " + reader.previousSync() + " of " + size + ": truncated");
      }
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
