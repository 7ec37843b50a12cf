import dev.unfold.ml.SequenceScorer;
import dev.unfold.ml.SequenceScorerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

public class ScoredEvents {
  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate();
    Dataset<Row> events = spark.read().json(args[0]);
    SequenceScorer scorer =
        new SequenceScorer().setInputCols("event").setSequenceCols("machine").setOrderCols("time");
    SequenceScorerModel model = scorer.setHiddenSize(32).setMaxIter(5).fit(events);
    model.transform(events).orderBy("score").show(5, false);
    model.save(args[1]);
    spark.stop();
  }
}
