package dev.unfold.driver.corpus.query;

import dev.unfold.driver.corpus.table.FileTable;
import dev.unfold.driver.corpus.table.RowText;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.file.UnorderedSha256;
import dev.unfold.worker.sequence.CorpusException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.types.StructType;

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
          RowText.addInto(text, value);
        }
      } else if (result instanceof RowReadResult.Fault<ValueRow> fault) {
        text.append("fault ").append(fault.message().replaceFirst("^.*: row \\d+", ""));
      }
      rows++;
      sum.add(text.toString());
    }
    return List.of(rows + " " + sum).iterator();
  }
}
