package dev.unfold.ml;

import dev.unfold.driver.execution.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Generated datasets of sequences, as rows that are sequences and as rows that are steps. */
final class EventRows {
  static final int SEQUENCES = 48;

  private static final StructType LISTS =
      new StructType()
          .add("id", "bigint")
          .add("text", "string")
          .add("events", "array<string>")
          .add("values", "array<double>")
          .add("kind", "string")
          .add("index", "double")
          .add("tags", "array<string>")
          .add("answer", "string")
          .add("size", "double")
          .add("pair", SQLDataTypes.VectorType());
  private static final StructType STEPS =
      new StructType()
          .add("id", "bigint")
          .add("at", DataTypes.TimestampType)
          .add("event", "string")
          .add("value", "double")
          .add("fault", "int")
          .add("left", "double");

  private EventRows() {}

  static SparkSession session(LocalSpark spark) {
    return SparkSession.builder().sparkContext(spark.context().sc()).getOrCreate();
  }

  /** Returns rows that are sequences. */
  static Dataset<Row> lists(LocalSpark spark) {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < SEQUENCES; id++) {
      int length = 2 + random.nextInt(6);
      String[] events = new String[length];
      String[] tags = new String[length];
      Double[] values = new Double[length];
      for (int step = 0; step < length; step++) {
        int event = random.nextInt(4);
        events[step] = "e" + event;
        tags[step] = event % 2 == 0 ? "even" : "odd";
        values[step] = event + random.nextDouble();
      }
      boolean even = tags[0].equals("even");
      rows.add(
          RowFactory.create(
              id,
              String.join(" ", events),
              events,
              values,
              even ? "calm" : "wild",
              even ? 0.0 : 1.0,
              tags,
              "first " + events[0],
              (double) length,
              Vectors.dense(length, values[0])));
    }
    return session(spark).createDataFrame(rows, LISTS);
  }

  /** Returns rows that are steps, ten of each sequence. */
  static Dataset<Row> steps(LocalSpark spark) {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < SEQUENCES / 4; id++) {
      for (int step = 0; step < 10; step++) {
        int event = random.nextInt(4);
        rows.add(
            RowFactory.create(
                id,
                java.sql.Timestamp.valueOf("2026-01-01 00:00:%02d".formatted(step)),
                "e" + event,
                event + random.nextDouble(),
                event % 2,
                10.0 - step));
      }
    }
    return session(spark).createDataFrame(rows, STEPS);
  }

  /** Returns the rows in another order and other partitions. */
  static Dataset<Row> shuffled(Dataset<Row> rows) {
    return rows.repartition(5).orderBy(org.apache.spark.sql.functions.rand(7));
  }
}
