package dev.unfold.driver.corpus.table;

import dev.unfold.worker.file.Sha256;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Map;
import scala.collection.Seq;

/** Texts of rows of Spark by which equal rows are recognized, for hashes. */
public final class RowText {
  private RowText() {}

  /** Appends a value such that different values of a type have different texts. */
  public static void addInto(StringBuilder text, Object value) {
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
