package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.SourceFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Opens tables in files with separators, whose columns are those of the first that has any. */
final class SeparatedTable {
  private SeparatedTable() {}

  static Table open(TableSplits splits, List<SourceFile> files, Separated format, boolean header)
      throws IOException {
    SeparatedRows.Columns columns =
        columns(splits.whole(files), format, header, splits.spark().hadoopConfiguration());
    StructType types = new StructType();
    for (String name : columns.names()) {
      types = types.add(name, DataTypes.StringType);
    }
    List<FileRange> ranges = splits.lines(files, Optional.of(format));
    return Table.of(splits, files, types, ranges, columns::open);
  }

  private static SeparatedRows.Columns columns(
      List<FileRange> files, Separated format, boolean header, Configuration configuration)
      throws IOException {
    for (FileRange file : files) {
      List<String> first = SeparatedRows.first(file, format, configuration);
      if (!first.isEmpty()) {
        String path = file.file().path();
        List<String> names = header ? Header.names(path, first) : Header.numbers(first.size());
        return new SeparatedRows.Columns(format, header, names, path);
      }
    }
    return new SeparatedRows.Columns(format, header, List.of(), "");
  }
}
