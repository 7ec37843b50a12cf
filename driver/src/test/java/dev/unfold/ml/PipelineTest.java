package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.RecordedLog;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.sequence.audio.WavBytes;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.logging.log4j.Level;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Uses estimators in pipelines of Spark ML and with its tuning and evaluators. */
class PipelineTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  @TempDir private Path folder;

  private static SequenceClassifier classifier() {
    return new SequenceClassifier()
        .setFeaturesCol("text")
        .setHiddenSize(8)
        .setEmbeddingSize(8)
        .setMaxIter(8)
        .setBatchSize(4)
        .setNumShards(1)
        .setStepSize(0.02);
  }

  private static Pipeline indexed(SequenceClassifier classifier) {
    StringIndexer indexer = new StringIndexer().setInputCol("kind").setOutputCol("label");
    IndexToString texts = new IndexToString().setInputCol("prediction").setOutputCol("found");
    return new Pipeline().setStages(new PipelineStage[] {indexer, classifier, texts});
  }

  @Test
  void crossValidationPicksTheBetterLearningRate() throws IOException {
    Dataset<Row> rows = EventRows.lists(SPARK).drop("index");
    SequenceClassifier classifier = classifier();
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(classifier.stepSize(), new double[] {1e-7, 0.02}).build();
    CrossValidatorModel tuned =
        new CrossValidator()
            .setEstimator(indexed(classifier))
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setParallelism(2)
            .fit(rows);

    assertThat(tuned.avgMetrics()[1]).isGreaterThan(tuned.avgMetrics()[0]).isGreaterThan(0.75);
    PipelineModel best = (PipelineModel) tuned.bestModel();
    assertThat(((SequenceClassificationModel) best.stages()[1]).getStepSize()).isEqualTo(0.02);
    String path = folder.resolve("pipeline").toString();
    best.write().overwrite().save(path);
    best.write().overwrite().save(path);
    PipelineModel loaded = PipelineModel.load(path);
    List<Row> expected = best.transform(rows).collectAsList();
    assertThat(loaded.transform(rows).collectAsList()).isEqualTo(expected);
    assertThat(loaded.transform(rows).schema()).isEqualTo(best.transform(rows).schema());
    for (Row row : expected) {
      int label = row.<Double>getAs("prediction").intValue();
      Vector probability = row.getAs("probability");
      assertThat(probability.argmax()).isEqualTo(label);
      assertThat(probability.apply(0) + probability.apply(1)).isBetween(0.9999, 1.0001);
      assertThat(row.<String>getAs("found"))
          .isEqualTo(((SequenceClassificationModel) best.stages()[1]).classes().get(label));
    }
    assertThat(new BinaryClassificationEvaluator().evaluate(best.transform(rows)))
        .isGreaterThan(0.95);
  }

  @Test
  void recordingsAreReadByTheirPathsOrFromTheirBytes() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 12; i++) {
      int loudness = i % 2 == 0 ? 20_000 : 50;
      int[] samples = random.ints(1_600 + 100 * i, -loudness, loudness).toArray();
      Files.write(folder.resolve(i + ".wav"), WavBytes.of(16_000, 1, samples));
    }
    Dataset<Row> rows =
        SparkSession.builder()
            .getOrCreate()
            .read()
            .format("binaryFile")
            .load(folder.toString())
            .selectExpr(
                "content",
                "path",
                "cast(regexp_extract(path, '([0-9]+).wav', 1) % 2 as double) as label");
    SequenceClassifier classifier = classifier().setFeaturesCol("content").setMaxIter(20);
    assertThatThrownBy(
            () ->
                classifier()
                    .setAudio("features=mfcc")
                    .fit(EventRows.lists(SPARK).withColumnRenamed("index", "label")))
        .hasMessage("audio: expected an input column of the kind audio, found the kinds [words]");
    String[] features = {"features=mfcc", "rate=16000"};
    List<Row> ofBytes =
        classifier
            .copy(new ParamMap().put(classifier.audio().w(features)))
            .fit(rows)
            .transform(rows)
            .collectAsList();
    List<Row> ofPaths =
        classifier
            .setFeaturesCol("path")
            .setInputKinds(new String[] {"audio"})
            .setSettings("corpus.input.audio.features=mfcc", "corpus.input.audio.rate=16000")
            .fit(rows)
            .transform(rows)
            .collectAsList();
    assertThat(ofPaths)
        .extracting(row -> row.getAs("probability").toString())
        .isEqualTo(ofBytes.stream().map(row -> row.getAs("probability").toString()).toList());
    assertThat(ofBytes)
        .allSatisfy(
            row -> assertThat(row.<Double>getAs("prediction")).isEqualTo(row.getAs("label")));
  }

  @Test
  void recordingsAreNormalizedOverThoseOfTheirSpeakersInTheDataset() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 6; i++) {
      int[] samples = random.ints(1_600, -100 << i, 100 << i).toArray();
      Files.write(folder.resolve(i + ".wav"), WavBytes.of(16_000, 1, samples));
    }
    Dataset<Row> rows =
        SparkSession.builder()
            .sparkContext(SPARK.context().sc())
            .getOrCreate()
            .read()
            .format("binaryFile")
            .load(folder.toString())
            .selectExpr(
                "content",
                "path",
                "cast(regexp_extract(path, '([0-9]+).wav', 1) % 2 as double) as label",
                "cast(regexp_extract(path, '([0-9]+).wav', 1) as int) div 2 as who");
    SequenceClassificationModel model =
        classifier()
            .setFeaturesCol("content")
            .setMaxIter(1)
            .setAudio("normalization=mean", "speaker=who")
            .fit(rows);
    assertThat(probabilities(model, rows.repartition(3)))
        .isEqualTo(probabilities(model, rows))
        .hasSize(6);
    assertThat(probabilities(model, rows.where("path not like '%0.wav'")).get(0))
        .isNotEqualTo(probabilities(model, rows).get(1));
    assertThatThrownBy(() -> model.transform(rows.drop("who"))).hasMessageContaining("who");
    String stored = folder.resolve("stored").toString();
    rows.write().parquet(stored);
    Dataset<Row> stream = rows.sparkSession().readStream().schema(rows.schema()).parquet(stored);
    assertThatThrownBy(() -> model.transform(stream))
        .hasMessageContaining("which a stream does not have");
  }

  private static List<String> probabilities(SequenceClassificationModel model, Dataset<Row> rows) {
    return model.transform(rows).orderBy("path").collectAsList().stream()
        .map(row -> row.getAs("probability").toString())
        .toList();
  }

  @Test
  void aRegressionIsTunedOnASplit() {
    SequenceRegressor regressor =
        new SequenceRegressor()
            .setFeaturesCol("values")
            .setLabelCol("size")
            .setHiddenSize(4)
            .setMaxIter(8)
            .setBatchSize(4)
            .setNumShards(1);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(regressor.stepSize(), new double[] {1e-7, 0.05}).build();
    TrainValidationSplitModel tuned =
        new TrainValidationSplit()
            .setEstimator(regressor)
            .setEvaluator(new RegressionEvaluator().setLabelCol("size"))
            .setEstimatorParamMaps(grid)
            .fit(EventRows.lists(SPARK));

    assertThat(((SequenceRegressionModel) tuned.bestModel()).getStepSize()).isEqualTo(0.05);
  }

  @Test
  void anInterruptedFitResumesInItsFolder() throws IOException {
    Dataset<Row> rows = EventRows.lists(SPARK).withColumnRenamed("index", "label");
    SequenceClassifier classifier =
        classifier().setMaxIter(2).setCheckpointDir(folder.resolve("runs").toString());
    String expected = classifier.fit(rows).parametersSha256();
    assertThat(runs()).hasSize(1);
    Path best = runs().get(0).resolve("report.html");
    var written = Files.getLastModifiedTime(runs().get(0).resolve("model/model.safetensors"));

    assertThat(classifier.fit(EventRows.shuffled(rows)).parametersSha256()).isEqualTo(expected);
    assertThat(Files.getLastModifiedTime(runs().get(0).resolve("model/model.safetensors")))
        .isEqualTo(written);
    assertThat(best).exists();
    Dataset<Row> beside =
        rows.withColumn("read", functions.rand()).withColumn("notes", functions.expr("map(id, 1)"));
    assertThat(classifier.fit(beside).parametersSha256()).isEqualTo(expected);
    assertThat(runs()).hasSize(1);
    classifier.fit(rows.where("id > 3"));
    classifier.copy(new ParamMap().put(classifier.seed().w(2L))).fit(rows);
    assertThat(runs()).hasSize(3);
    Dataset<Row> held = rows.withColumn("held", functions.expr("id % 4 = 0"));
    classifier.setValidationIndicatorCol("held").fit(held);
    classifier.fit(held.withColumn("held", functions.expr("id % 4 = 1")));
    assertThat(runs()).hasSize(5);
  }

  @Test
  void aFitWarnsOnceOfASettingWithoutEffect() {
    SequenceClassifier classifier =
        classifier()
            .setMaxIter(1)
            .setCheckpointDir(folder.resolve("runs").toString())
            .setSettings("training.optimizer.momentum=0.5");
    try (RecordedLog log = new RecordedLog(Level.WARN)) {
      classifier.fit(EventRows.lists(SPARK).withColumnRenamed("index", "label"));
      assertThat(log.lines())
          .filteredOn(line -> line.contains("training.optimizer.momentum = 0.5 has no effect"))
          .hasSize(1);
    }
  }

  private List<Path> runs() throws IOException {
    try (var runs = Files.list(folder.resolve("runs"))) {
      return runs.sorted().toList();
    }
  }

  @Test
  void validationRowsAreNotTrainedOn() {
    Dataset<Row> rows =
        EventRows.lists(SPARK)
            .withColumnRenamed("index", "label")
            .withColumn("held", functions.expr("id % 4 = 0"));
    SequenceClassificationModel model =
        classifier().setMaxIter(1).setValidationIndicatorCol("held").fit(rows);

    assertThat(model.metrics()).containsKey("validation");
    assertThat(classifier().setMaxIter(1).fit(rows.where("not held")).parametersSha256())
        .isEqualTo(model.parametersSha256());
  }

  @Test
  void inputsAreReadWhereTheParameterSays() {
    Dataset<Row> rows = EventRows.lists(SPARK).withColumnRenamed("index", "label");
    SequenceClassifier classifier =
        classifier().setMaxIter(1).setInputCols("text", "size").setPositive("1");
    assertThatThrownBy(() -> classifier.setInputInto("steps").fit(rows))
        .hasMessage("inputInto: expected 2, one for each input column, found 1");
    assertThatThrownBy(() -> classifier.setInputInto("steps", "first").fit(rows))
        .hasMessageContaining("first-state")
        .hasMessageContaining("first");

    SequenceClassificationModel model = classifier.setInputInto("steps", "first-state").fit(rows);

    assertThat(model.network().inputs().columns())
        .extracting(InputSettings::into)
        .containsExactly(InputSettings.Into.STEPS, InputSettings.Into.FIRST_STATE);
  }

  @Test
  void labelsThatAreNoIndicesFailWithTheirValue() {
    Dataset<Row> rows = EventRows.lists(SPARK).withColumn("label", functions.lit(0.5));
    assertThatThrownBy(() -> classifier().fit(rows))
        .hasMessageContaining(
            "column label: expected a label that is a whole number from 0, found 0.5");
    for (long code : new long[] {99_950, 2_147_483_647L, 1_000}) {
      Dataset<Row> codes = rows.withColumn("label", functions.expr(code + "L - 2 * (id % 3)"));
      assertThatThrownBy(() -> classifier().fit(codes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "column label: expected labels that are whole numbers from 0 with few gaps, such as"
                  + " those of a StringIndexer, found the label "
                  + code
                  + " among 3 different ones; index the column");
    }
  }

  @Test
  void labelsMayHaveFewGaps() {
    Dataset<Row> rows = EventRows.lists(SPARK).withColumn("label", functions.expr("7 - id % 3"));
    SequenceClassificationModel model = classifier().setMaxIter(1).fit(rows);
    Row row = model.transform(rows).first();
    Vector probability = row.getAs("probability");
    assertThat(probability.size()).isEqualTo(8);
    assertThat(probability.apply(4)).isZero();
    assertThat(probability.apply(5) + probability.apply(6) + probability.apply(7))
        .isBetween(0.9999, 1.0001);
    assertThat((double) probability.argmax()).isEqualTo(row.<Double>getAs("prediction"));
    assertThat(model.classes()).hasSize(8);
  }

  @Test
  void eachMachineMayUseItsOwnKernels() throws IOException {
    Dataset<Row> rows = EventRows.lists(SPARK).withColumnRenamed("index", "label");
    SequenceClassificationModel model = classifier().setMaxIter(1).fit(rows);
    assertThat(model.predictor().kernels().anyMachine()).isFalse();
    List<Row> expected = model.transform(rows).collectAsList();
    model.setAnyKernels(true);
    assertThat(model.predictor().kernels().anyMachine()).isTrue();
    assertThat(model.copy(new ParamMap()).transform(rows).collectAsList()).isEqualTo(expected);
  }

  @Test
  void rowsWithoutAnInputHaveNoPrediction() {
    Dataset<Row> rows = EventRows.lists(SPARK).withColumnRenamed("index", "label");
    SequenceClassificationModel model = classifier().setMaxIter(1).fit(rows);
    assertThat(model.network().inputs().columns().get(0).into())
        .isEqualTo(InputSettings.Into.STEPS);
    Dataset<Row> some = rows.withColumn("text", functions.expr("nullif(text, text)"));
    Row first = model.transform(some).first();
    assertThat(first.<Object>getAs("prediction")).isNull();
    assertThat(first.<Object>getAs("probability")).isNull();

    Dataset<Row> maps = rows.withColumn("text", functions.expr("map(text, 1)"));
    assertThatThrownBy(() -> model.transform(maps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "column text: expected one of the types string, array of string, since it is read as"
                + " words, found map<string,int>");
    model.setInputCols("text", "size");
    assertThatThrownBy(() -> model.transform(rows))
        .hasMessage("inputCols: expected 1, as many as in training, found [text, size]");
  }
}
