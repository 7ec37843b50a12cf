package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.corpus.table.format.RangeRowReader;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.Utf8Validator;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.corpus.table.format.ValueRow.Place;
import dev.unfold.driver.execution.SqlSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/** Reads the rows of a range of a file of a {@link TypedFileFormat}, and checks their texts. */
final class TypedRowReader implements RangeRowReader<ValueRow> {
  private final String format;
  private final String file;
  private final StructType columns;
  private final TypedRows rows;
  private final List<Function1<Object, Object>> converters = new ArrayList<>();

  TypedRowReader(
      String format,
      FileRange range,
      StructType columns,
      TypedFileFormat.Opener opener,
      Configuration configuration)
      throws IOException {
    this.format = format;
    this.columns = columns;
    file = range.file().path();
    SqlSession.applyToTask();
    for (StructField field : columns.fields()) {
      converters.add(CatalystTypeConverters.createToScalaConverter(field.dataType()));
    }
    rows = DamagedFile.explained(format, file, () -> opener.open(range, configuration));
  }

  @Override
  public RowReadResult<ValueRow> next() throws IOException {
    InternalRow row = DamagedFile.explained(format, file, rows::next);
    if (row == null) {
      return null;
    }
    Place place = new Place(file, "row", rows.number());
    if (!Utf8Validator.isUtf8(row, columns)) {
      return new RowReadResult.Fault<>(place + ": invalid UTF-8 in a value");
    }
    Object[] values = new Object[converters.size()];
    for (int i = 0; i < values.length; i++) {
      StructField field = columns.fields()[i];
      values[i] = row.isNullAt(i) ? null : converters.get(i).apply(row.get(i, field.dataType()));
    }
    return new RowReadResult.Good<>(new ValueRow(place, values));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
