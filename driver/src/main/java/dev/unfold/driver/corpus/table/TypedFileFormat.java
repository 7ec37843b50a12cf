package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.FileRange;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A format of files that contain the types of their columns. */
interface TypedFileFormat extends Serializable {
  /** Opens ranges of files in tasks. */
  @FunctionalInterface
  interface Opener extends Serializable {
    TypedRows open(FileRange range, Configuration configuration) throws Exception;
  }

  /** Returns the name of the format, for messages. */
  String name();

  /** Returns the columns of a file. */
  StructType columns(SourceFile file, Configuration configuration) throws Exception;

  /**
   * Returns the ranges of files that tasks read, each with the number of its first row if the
   * reader does not know it.
   */
  default List<FileRange> ranges(
      TableSplitter splits, List<FileRange> files, Configuration configuration) throws IOException {
    List<FileRange> ranges = new ArrayList<>();
    files.forEach(file -> ranges.addAll(splits.cut(file)));
    return ranges;
  }

  /**
   * Returns the opener of the files of a table.
   *
   * @param columns the columns of all files
   */
  Opener opener(
      SparkSession session,
      List<SourceFile> files,
      StructType columns,
      Configuration configuration);
}
