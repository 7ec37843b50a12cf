package dev.unfold.driver.corpus.query;

import dev.unfold.driver.corpus.table.FileTable;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.file.UnorderedSha256;
import dev.unfold.worker.sequence.CorpusException;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Map;
import scala.collection.Seq;

/**
 * The number of rows and a hash of them that does not depend on their order: the SHA-256 of the
 * columns, the number of rows and the sum of the SHA-256 of each row, modulo 2^256.
 *
 * @param rows the number of rows
 * @param sha256 the hash, in hexadecimal digits
 */
public record RowsHash(long rows, String sha256) {
  static RowsHash of(StructType columns, FileTable table) {
    List<String> parts =
        PartitionElements.collect(table.rows().mapPartitions(RowsHash::ofPartition));
    long rows = 0;
    UnorderedSha256 sum = new UnorderedSha256();
    for (String part : parts) {
      int space = part.indexOf(' ');
      rows += Long.parseLong(part.substring(0, space));
      sum.addSum(part.substring(space + 1));
    }
    String content = columns.asNullable().json() + "\n" + rows + "\n" + sum;
    return new RowsHash(rows, Sha256.of(content));
  }

  /** Returns the number of rows and their sum as a text, which any serializer can write. */
  private static Iterator<String> ofPartition(Iterator<RowReadResult<ValueRow>> results)
      throws CorpusException {
    long rows = 0;
    UnorderedSha256 sum = new UnorderedSha256();
    while (results.hasNext()) {
      RowReadResult<ValueRow> result = results.next();
      StringBuilder text = new StringBuilder();
      if (result instanceof RowReadResult.Good<ValueRow> good) {
        for (Object value : good.value().values()) {
          addInto(text, value);
        }
      } else if (result instanceof RowReadResult.Fault<ValueRow> fault) {
        text.append("fault ").append(fault.message().replaceFirst("^.*: row \\d+", ""));
      }
      rows++;
      sum.add(text.toString());
    }
    return List.of(rows + " " + sum).iterator();
  }

  /** Appends a value such that different values of a type have different texts. */
  private static void addInto(StringBuilder text, Object value) {
    if (value == null) {
      text.append("null;");
    } else if (value instanceof Seq<?> list) {
      text.append("list ").append(list.size()).append(';');
      JavaConverters.seqAsJavaList(list).forEach(element -> addInto(text, element));
    } else if (value instanceof Map<?, ?> map) {
      text.append("map ").append(map.size()).append(';');
      entries(map).forEach(text::append);
    } else if (value instanceof Row row) {
      text.append("row ").append(row.size()).append(';');
      for (int i = 0; i < row.size(); i++) {
        addInto(text, row.get(i));
      }
    } else {
      String plain = value instanceof byte[] bytes ? Sha256.of(bytes) : value.toString();
      text.append(plain.length()).append(' ').append(plain).append(';');
    }
  }

  private static TreeSet<String> entries(Map<?, ?> map) {
    TreeSet<String> entries = new TreeSet<>();
    for (Tuple2<?, ?> entry : JavaConverters.asJavaIterable(map)) {
      StringBuilder text = new StringBuilder();
      addInto(text, entry._1());
      addInto(text, entry._2());
      entries.add(text.toString());
    }
    return entries;
  }
}
