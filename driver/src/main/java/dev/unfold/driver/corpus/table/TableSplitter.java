package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.SerializedHadoopConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Cuts the files of a table into stretches that begin with a row, and deals these to tasks: small
 * neighbors share one. The cuts depend on the files only.
 *
 * @param splitBytes about how much a task reads
 */
public record TableSplitter(JavaSparkContext spark, long splitBytes) {
  /** A property of the format: it must not depend on the cluster. */
  private static final long SPLIT_BYTES = 64L << 20;

  /** The cost of opening a file, in bytes that could be read in the same time. */
  private static final long OPENING_BYTES = 1 << 20;

  /** Cuts files as all tables are. */
  public TableSplitter(JavaSparkContext spark) {
    this(spark, SPLIT_BYTES);
  }

  /**
   * Returns the whole files, one stretch each, but those without a byte; a compressed file has some
   * even where it holds nothing, so that one without is a torn one.
   */
  public List<FileRange> whole(List<SourceFile> files) {
    return files.stream()
        .filter(file -> file.size() > 0 || file.compressed())
        .map(FileRange::whole)
        .toList();
  }

  /**
   * Returns stretches of files of which every line is a row, unless a value in quotes has more.
   * Large files are looked at as a whole to find where rows begin.
   *
   * @param separated how values stand in a line; empty if no row has more than one
   */
  List<FileRange> lines(List<SourceFile> files, Optional<DelimitedDialect> separated)
      throws IOException {
    List<FileRange> stretches = new ArrayList<>();
    for (FileRange file : whole(files)) {
      if (isCut(file, separated)) {
        stretches.addAll(cut(file));
      }
    }
    List<RowBoundaryScan> scans = scan(stretches, separated.orElse(null));
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
        !file.file().compressed() && separated.stream().noneMatch(DelimitedDialect::isWhole);
    return mayBeCut && file.bytes() > splitBytes;
  }

  /** Returns stretches that begin anywhere. */
  List<FileRange> cut(FileRange file) {
    List<FileRange> stretches = new ArrayList<>();
    long bytes = file.bytes();
    for (long start = 0; start < bytes; start += splitBytes) {
      long end = Math.min(start + splitBytes, bytes);
      stretches.add(new FileRange(file.file(), start, end, 1));
    }
    return stretches;
  }

  private List<RowBoundaryScan> scan(List<FileRange> stretches, DelimitedDialect separated)
      throws IOException {
    if (stretches.isEmpty()) {
      return List.of();
    }
    SerializedHadoopConfiguration shipped =
        SerializedHadoopConfiguration.of(spark.hadoopConfiguration());
    return SparkJobs.run(
        spark,
        "finding the starts of rows",
        () ->
            SparkJobs.parts(spark, indices(stretches))
                .map(
                    stretch ->
                        RowBoundaryScan.of(stretches.get(stretch), separated, shipped.open()))
                .collect());
  }

  /**
   * Returns stretches that begin with a row; the whole file if quotation marks stand where the
   * format has none, so that their number says nothing.
   */
  static List<FileRange> rows(
      FileRange file, List<FileRange> stretches, List<RowBoundaryScan> scans) {
    List<FileRange> ranges = new ArrayList<>();
    boolean within = false;
    boolean irregular = false;
    long lines = 1;
    long start = 0;
    long startLine = 1;
    for (int i = 0; i < stretches.size(); i++) {
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
   * Returns the rows of stretches, in their order, read anew each time.
   *
   * @param <T> of a row
   */
  public <T> JavaRDD<RowReadResult<T>> read(
      List<FileRange> ranges, RangeRowReader.Opener<T> opener) {
    List<List<FileRange>> tasks = tasks(ranges);
    if (tasks.isEmpty()) {
      return spark.emptyRDD();
    }
    SerializedHadoopConfiguration shipped =
        SerializedHadoopConfiguration.of(spark.hadoopConfiguration());
    return SparkJobs.parts(spark, indices(tasks))
        .flatMap(task -> new SplitRowReader<>(tasks.get(task), opener, shipped.open()));
  }

  /** Returns the places of a list, which travel by any serializer, as records do not by Kryo. */
  static List<Integer> indices(List<?> list) {
    return IntStream.range(0, list.size()).boxed().toList();
  }

  /** Returns the stretches that each task reads. */
  List<List<FileRange>> tasks(List<FileRange> ranges) {
    List<List<FileRange>> tasks = new ArrayList<>();
    List<FileRange> current = new ArrayList<>();
    long bytes = 0;
    for (FileRange range : ranges) {
      long cost = range.bytes() + OPENING_BYTES;
      if (!current.isEmpty() && bytes + cost > splitBytes + OPENING_BYTES) {
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
