import dev.unfold.ml.SequenceScorerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

public class ScoredStream {
  public static void main(String[] args) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
    SequenceScorerModel model = SequenceScorerModel.load(args[1]);
    Dataset<Row> events =
        spark.readStream().schema("machine BIGINT, time BIGINT, event STRING").json(args[0]);
    model
        .transform(events)
        .writeStream()
        .option("checkpointLocation", args[2] + "/checkpoint")
        .trigger(Trigger.AvailableNow())
        .start(args[2] + "/scores")
        .awaitTermination();
    spark.read().parquet(args[2] + "/scores").orderBy("score").show(5, false);
    spark.stop();
  }
}
