package dev.unfold.driver.prediction.sequence;

import dev.unfold.driver.execution.SparkJobs;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.TempLocalBlockId;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Rows that are added and then read once, in order. Above a number or a size of them, they are in a
 * temporary file, written as Spark writes the rows that it sorts.
 */
public final class RowSpool implements Closeable {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Object();

  private final int inMemory;
  private final Supplier<Tuple2<TempLocalBlockId, File>> newFile;
  private final List<StepRow> first = new ArrayList<>();
  private long size;
  private long bytesInMemory;
  private BlockId block;
  private File file;
  private SerializationStream out;
  private DeserializationStream in;

  /**
   * @param inMemory the number of rows that are in memory
   */
  RowSpool(int inMemory) {
    this(inMemory, () -> SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock());
  }

  /**
   * @param newFile creates the temporary file
   */
  RowSpool(int inMemory, Supplier<Tuple2<TempLocalBlockId, File>> newFile) {
    this.inMemory = inMemory;
    this.newFile = newFile;
  }

  /** Adds a row after those that were added. */
  void add(StepRow row) {
    size++;
    if (out == null && first.size() < inMemory && bytesInMemory < RowBytes.MAX_IN_MEMORY) {
      first.add(row);
      bytesInMemory += RowBytes.of(Arrays.asList(row.values()));
      return;
    }
    try {
      if (out == null) {
        create();
      }
      out.writeObject(new Object[] {row.isStep(), row.values()}, ANY);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void create() throws IOException {
    SparkEnv spark = SparkEnv.get();
    Tuple2<TempLocalBlockId, File> created = newFile.get();
    block = created._1();
    file = created._2();
    SparkJobs.closeWithTask(this);
    out =
        spark
            .serializer()
            .newInstance()
            .serializeStream(
                spark
                    .serializerManager()
                    .wrapStream(
                        block, new BufferedOutputStream(Files.newOutputStream(file.toPath()))));
  }

  /** Must be called after the last row was added. */
  void complete() {
    if (out != null) {
      out.close();
    }
  }

  /** Returns the estimated size of the rows that are in memory. */
  public long bytesInMemory() {
    return bytesInMemory;
  }

  /** Returns the number of rows. */
  public long size() {
    return size;
  }

  /**
   * Returns all rows in order; may be called once. The temporary file is deleted after the last.
   */
  public Iterator<StepRow> rows() {
    int inList = first.size();
    return new Iterator<>() {
      private long read;

      @Override
      public boolean hasNext() {
        return read < size;
      }

      @Override
      public StepRow next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        StepRow row = read < inList ? first.set((int) read, null) : readNext();
        read++;
        if (read == size) {
          close();
        }
        return row;
      }
    };
  }

  private StepRow readNext() {
    if (in == null) {
      SparkEnv spark = SparkEnv.get();
      try {
        in =
            spark
                .serializer()
                .newInstance()
                .deserializeStream(
                    spark
                        .serializerManager()
                        .wrapStream(
                            block, new BufferedInputStream(Files.newInputStream(file.toPath()))));
      } catch (IOException e) {
        throw failed(e);
      }
    }
    Object[] row = (Object[]) in.readObject(ANY);
    return new StepRow((Object[]) row[1], (Boolean) row[0]);
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("temporary file " + file + ": " + e.getMessage(), e);
  }

  /**
   * Forgets the rows, and deletes the temporary file even if it cannot be closed, as on a disk that
   * is full. The task knows the spool until its end, but none of its buffers.
   */
  @Override
  public void close() {
    try {
      release();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void release() throws IOException {
    SerializationStream written = out;
    DeserializationStream read = in;
    Closeable deletion = file == null ? () -> {} : () -> Files.deleteIfExists(file.toPath());
    try (deletion;
        written;
        read) {
      first.clear();
      bytesInMemory = 0;
      out = null;
      in = null;
    }
  }
}
