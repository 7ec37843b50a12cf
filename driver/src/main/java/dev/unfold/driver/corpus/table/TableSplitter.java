package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.DelimitedDialect;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.corpus.table.format.RangeRowReader;
import dev.unfold.driver.corpus.table.format.RowBoundaryScan;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Divides the files of a table into ranges that begin with a row and assigns these to tasks; small
 * neighbors share a task. The result depends on the files only.
 *
 * @param splitBytes the approximate number of bytes of a file that a task reads
 * @param sharedBytes the number of bytes above which no further file shares a task
 */
public record TableSplitter(JavaSparkContext spark, long splitBytes, long sharedBytes) {
  /** The size of a split. It is a property of the format and must not depend on the cluster. */
  private static final long SPLIT_BYTES = 64L << 20;

  /**
   * The size of a split whose lines name recordings: some hundred of them, whose features take
   * longer than reading the lines.
   */
  private static final long RECORDING_SPLIT_BYTES = 16L << 10;

  /** The cost of opening a file, in bytes that could be read in the same time. */
  private static final long OPENING_BYTES = 1 << 20;

  /** Creates a splitter with the split size of the format. */
  public TableSplitter(JavaSparkContext spark) {
    this(spark, SPLIT_BYTES);
  }

  /** Creates a splitter with which small files share a task up to the size of a split. */
  public TableSplitter(JavaSparkContext spark, long splitBytes) {
    this(spark, splitBytes, splitBytes);
  }

  /**
   * Returns a splitter for rows that name recordings or contain their bytes.
   *
   * @param inLines whether a row is a line; other files are cut between groups of rows, of which
   *     small ranges would have none
   */
  TableSplitter ofRecordings(boolean inLines) {
    long small = Math.min(splitBytes, RECORDING_SPLIT_BYTES);
    return new TableSplitter(spark, inLines ? small : splitBytes, small);
  }

  /**
   * Returns the files, one range each, except those without any bytes. A compressed file is kept:
   * even an empty one has bytes, so one without any is truncated.
   */
  public List<FileRange> whole(List<SourceFile> files) {
    return files.stream()
        .filter(file -> file.size() > 0 || file.compressed())
        .map(FileRange::whole)
        .toList();
  }

  /**
   * Returns ranges of files in which every line is a row, except for line breaks in quotes. Large
   * files are scanned to find the starts of rows.
   *
   * @param separated the dialect of the values in a line; empty if no row spans several lines
   */
  List<FileRange> lines(List<SourceFile> files, Optional<DelimitedDialect> separated)
      throws IOException {
    List<FileRange> chunks = new ArrayList<>();
    for (FileRange file : whole(files)) {
      if (isCut(file, separated)) {
        chunks.addAll(cut(file));
      }
    }
    List<RowBoundaryScan> scans = scan(chunks, separated.orElse(null));
    List<FileRange> ranges = new ArrayList<>();
    int next = 0;
    for (FileRange file : whole(files)) {
      if (isCut(file, separated)) {
        int count = cut(file).size();
        ranges.addAll(rows(file, cut(file), scans.subList(next, next + count)));
        next += count;
      } else {
        ranges.add(file);
      }
    }
    return ranges;
  }

  private boolean isCut(FileRange file, Optional<DelimitedDialect> separated) {
    boolean mayBeCut =
        !file.file().compressed() && separated.stream().noneMatch(DelimitedDialect::needsWholeFile);
    return mayBeCut && file.bytes() > splitBytes;
  }

  /** Returns ranges of a file that may begin within a row. */
  public List<FileRange> cut(FileRange file) {
    List<FileRange> chunks = new ArrayList<>();
    long bytes = file.bytes();
    for (long start = 0; start < bytes; start += splitBytes) {
      long end = Math.min(start + splitBytes, bytes);
      chunks.add(new FileRange(file.file(), start, end, 1));
    }
    return chunks;
  }

  private List<RowBoundaryScan> scan(List<FileRange> chunks, DelimitedDialect separated)
      throws IOException {
    if (chunks.isEmpty()) {
      return List.of();
    }
    SerializedHadoopConfiguration shipped =
        SerializedHadoopConfiguration.of(spark.hadoopConfiguration());
    return SparkJobs.run(
        spark,
        "finding the starts of rows",
        () ->
            PartitionElements.collect(
                SparkJobs.parts(spark, chunks)
                    .map(chunk -> RowBoundaryScan.of(chunk, separated, shipped.open()))));
  }

  /**
   * Returns ranges that begin with a row; the whole file if quotation marks are in irregular
   * places, so that their number is not meaningful.
   */
  public static List<FileRange> rows(
      FileRange file, List<FileRange> chunks, List<RowBoundaryScan> scans) {
    List<FileRange> ranges = new ArrayList<>();
    boolean within = false;
    boolean irregular = false;
    long lines = 1;
    long start = 0;
    long startLine = 1;
    for (int i = 0; i < chunks.size(); i++) {
      RowBoundaryScan scan = scans.get(i);
      long row = scan.firstRow(within);
      if (i > 0 && row != RowBoundaryScan.NONE) {
        ranges.add(new FileRange(file.file(), start, row, startLine));
        start = row;
        startLine = lines + scan.linesToFirstRow(within);
      }
      irregular |= scan.isIrregular(within);
      within ^= scan.hasOddQuotes();
      lines += scan.lines();
    }
    ranges.add(new FileRange(file.file(), start, file.end(), startLine));
    return irregular || within ? List.of(file) : ranges;
  }

  /**
   * Returns the rows of ranges in their order, read again on each use.
   *
   * @param <T> the type of a row
   */
  public <T> JavaRDD<RowReadResult<T>> read(
      List<FileRange> ranges, RangeRowReader.Opener<T> opener) {
    List<List<FileRange>> tasks = tasks(ranges);
    if (tasks.isEmpty()) {
      return spark.emptyRDD();
    }
    SerializedHadoopConfiguration shipped =
        SerializedHadoopConfiguration.of(spark.hadoopConfiguration());
    return SparkJobs.parts(spark, tasks)
        .flatMap(task -> new SplitRowReader<>(task, opener, shipped.open()));
  }

  /** Returns the ranges that each task reads. */
  List<List<FileRange>> tasks(List<FileRange> ranges) {
    List<List<FileRange>> tasks = new ArrayList<>();
    List<FileRange> current = new ArrayList<>();
    long bytes = 0;
    for (FileRange range : ranges) {
      long cost = range.bytes() + OPENING_BYTES;
      if (!current.isEmpty() && bytes + cost > sharedBytes + OPENING_BYTES) {
        tasks.add(current);
        current = new ArrayList<>();
        bytes = 0;
      }
      current.add(range);
      bytes += cost;
    }
    if (!current.isEmpty()) {
      tasks.add(current);
    }
    return tasks;
  }
}
