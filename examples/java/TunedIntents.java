import dev.unfold.ml.SequenceClassifier;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

public class TunedIntents {
  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate();
    Dataset<Row> rows = spark.read().json(args[0]);
    SequenceClassifier classifier =
        new SequenceClassifier()
            .setFeaturesCol("text")
            .setHiddenSize(64)
            .setBidirectional(true)
            .setDropout(0.5)
            .setMaxIter(3)
            .setSettings("network.encoder.pooling=max", "training.clip.norm=1");
    StringIndexer indexer = new StringIndexer().setInputCol("intent").setOutputCol("label");
    ParamMap[] rates =
        new ParamGridBuilder()
            .addGrid(classifier.stepSize(), new double[] {0.0001, 0.003})
            .build();
    MulticlassClassificationEvaluator accuracy =
        new MulticlassClassificationEvaluator().setMetricName("accuracy");
    CrossValidatorModel tuned =
        new CrossValidator()
            .setEstimator(new Pipeline().setStages(new PipelineStage[] {indexer, classifier}))
            .setEvaluator(accuracy)
            .setEstimatorParamMaps(rates)
            .setNumFolds(2)
            .fit(rows);
    for (int i = 0; i < rates.length; i++) {
      System.out.println(rates[i].toString().replace("\n", " ") + tuned.avgMetrics()[i]);
    }
    Dataset<Row> test = spark.read().json(args[1]);
    System.out.println("test: " + accuracy.evaluate(tuned.transform(test)));
    PipelineModel best = (PipelineModel) tuned.bestModel();
    best.save(args[2]);
    Dataset<Row> loaded = PipelineModel.load(args[2]).transform(test);
    System.out.println("rows that differ: " + loaded.exceptAll(best.transform(test)).count());
    spark.stop();
  }
}
