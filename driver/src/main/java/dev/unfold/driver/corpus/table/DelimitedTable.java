package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.table.format.DelimitedDialect;
import dev.unfold.driver.corpus.table.format.DelimitedRowReader;
import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.corpus.table.format.OtherDialect;
import dev.unfold.driver.corpus.table.format.SeparatorLine;
import dev.unfold.driver.corpus.table.format.TableHeader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens tables in delimited files. The columns are those of the first file that has any. */
final class DelimitedTable {
  private static final Logger LOG = LoggerFactory.getLogger(DelimitedTable.class);

  /** The number of records that are examined to detect quoted values. */
  private static final int SAMPLED_RECORDS = 100;

  private DelimitedTable() {}

  static FileTable open(
      TableSplitter splits, List<SourceFile> files, DelimitedDialect format, boolean header)
      throws IOException {
    for (FileRange file : splits.whole(files)) {
      List<List<String>> records = first(file, format, splits.spark().hadoopConfiguration());
      if (!records.isEmpty()) {
        String path = file.file().path();
        List<String> first = records.get(0);
        SeparatorLine.requireNot(path, first);
        List<String> names =
            header ? TableHeader.names(path, first) : TableHeader.numbers(first.size());
        if (format.isPlain()) {
          warnAboutQuotes(path, records.subList(header ? 1 : 0, records.size()), names);
        }
        return table(splits, files, new DelimitedRowReader.Columns(format, header, names, path))
            .withAdvice(OtherDialect.advice(first, format));
      }
    }
    return table(splits, files, new DelimitedRowReader.Columns(format, header, List.of(), ""));
  }

  private static List<List<String>> first(
      FileRange file, DelimitedDialect format, Configuration configuration) throws IOException {
    return DelimitedRowReader.first(
        file, format, format.isPlain() ? SAMPLED_RECORDS : 1, configuration);
  }

  private static void warnAboutQuotes(String file, List<List<String>> rows, List<String> names) {
    OtherDialect.quotedColumn(rows)
        .filter(column -> column < names.size())
        .ifPresent(
            column ->
                LOG.warn(
                    "{}: the values of column {} are in quotation marks, which are read as a part"
                        + " of the values; to remove them, use the format tsv-quoted",
                    file,
                    names.get(column)));
  }

  private static FileTable table(
      TableSplitter splits, List<SourceFile> files, DelimitedRowReader.Columns columns)
      throws IOException {
    StructType types = new StructType();
    for (String name : columns.names()) {
      types = types.add(name, DataTypes.StringType);
    }
    List<FileRange> ranges = splits.lines(files, Optional.of(columns.format()));
    return FileTable.of(splits, files, types, ranges, columns::open);
  }
}
