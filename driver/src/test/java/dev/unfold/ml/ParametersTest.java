package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the parameters of estimators and models. */
class ParametersTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  @TempDir private Path folder;

  static List<PipelineStage> stages() {
    return Stages.all();
  }

  @Test
  void sparkFindsAllEstimatorsAndModels() {
    assertThat(stages()).hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("stages")
  void parametersAreDocumentedAndHaveDefaults(PipelineStage stage) {
    List<String> without =
        List.of(
            "inputCols",
            "inputKinds",
            "inputInto",
            "audio",
            "validationIndicatorCol",
            "settings",
            "checkpointDir");
    for (Param<?> param : stage.params()) {
      assertThat(param.doc())
          .as(param.name())
          .hasSizeGreaterThan(15)
          .endsWith(param.doc().endsWith(")") ? ")" : ".");
      assertThat(param.parent()).isEqualTo(stage.uid());
      assertThat(stage.hasDefault(param))
          .as(param.name())
          .isEqualTo(!without.contains(param.name()));
      assertThat(stage.explainParams()).contains(param.name() + ": ");
    }
  }

  @ParameterizedTest
  @MethodSource("stages")
  void copiesHaveTheirOwnValues(PipelineStage stage) {
    SequenceParamsView view = new SequenceParamsView(stage);
    PipelineStage copy = stage.copy(new ParamMap().put(view.seed().w(9L)));

    assertThat(new SequenceParamsView(copy).seedValue()).isEqualTo(9);
    assertThat(view.seedValue()).isEqualTo(1);
    assertThat(copy.uid()).isEqualTo(stage.uid());
  }

  /** The seed of a stage. */
  private record SequenceParamsView(PipelineStage stage) {
    org.apache.spark.ml.param.LongParam seed() {
      return ((dev.unfold.ml.param.SequenceParams) stage).seed();
    }

    long seedValue() {
      return ((dev.unfold.ml.param.SequenceParams) stage).getSeed();
    }
  }

  @Test
  void estimatorsAreSavedWithSetAndDefaultValues() throws Exception {
    for (PipelineStage stage : stages()) {
      if (stage instanceof Estimator<?> && stage instanceof MLWritable writable) {
        dev.unfold.ml.param.SequenceParams params = (dev.unfold.ml.param.SequenceParams) stage;
        stage.set(params.hiddenSize(), 77);
        stage.set(params.inputCols(), new String[] {"a", "b"});
        String path = folder.resolve(stage.uid()).toString();
        EventRows.session(SPARK);
        writable.save(path);
        PipelineStage loaded =
            (PipelineStage)
                ((MLReader<?>) stage.getClass().getMethod("read").invoke(null)).load(path);
        assertThat(loaded.uid()).isEqualTo(stage.uid());
        for (Param<?> param : stage.params()) {
          assertThat(loaded.get(loaded.getParam(param.name())))
              .usingRecursiveComparison()
              .isEqualTo(stage.get(param));
          assertThat(loaded.getDefault(loaded.getParam(param.name())))
              .usingRecursiveComparison()
              .isEqualTo(stage.getDefault(param));
        }
      }
    }
  }

  @Test
  void wrongColumnsAreFoundBeforeAnyJob() {
    StructType columns =
        new StructType().add("text", "string").add("kind", "string").add("probability", "double");
    SequenceClassifier classifier = new SequenceClassifier().setFeaturesCol("text");
    assertThatThrownBy(() -> classifier.transformSchema(columns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a column label, found the columns [text, kind, probability]");
    classifier.setLabelCol("kind");
    assertThatThrownBy(() -> classifier.transformSchema(columns))
        .hasMessageContaining("expected no column probability");
    assertThat(classifier.setProbabilityCol("").transformSchema(columns).fieldNames())
        .containsExactly("text", "kind", "probability", "prediction", "rawPrediction");
    assertThatThrownBy(() -> classifier.setInputKinds("words", "numbers").transformSchema(columns))
        .hasMessage("inputKinds: expected 1, one for each input column, found 2");
    StructType lists = columns.add("kinds", "array<string>").add("held", "string");
    assertThatThrownBy(
            () ->
                new SequenceClassifier()
                    .setFeaturesCol("text")
                    .setLabelCol("kinds")
                    .setProbabilityCol("")
                    .transformSchema(lists))
        .hasMessage(
            "column kinds: expected one of the types string, tinyint, smallint, int, bigint, decimal,"
                + " boolean, since it is read as label, found array<string>");
    assertThatThrownBy(
            () ->
                new SequenceClassifier()
                    .setFeaturesCol("text")
                    .setLabelCol("kind")
                    .setValidationIndicatorCol("held")
                    .transformSchema(lists))
        .hasMessageContaining("column held: expected one of the types boolean");
    assertThatThrownBy(
            () ->
                new SequenceClassifier()
                    .setFeaturesCol("text")
                    .setLabelCol("kind")
                    .setWeightCol("kinds")
                    .transformSchema(lists))
        .hasMessageContaining("column kinds: expected one of the types a numeric type, string");
    StructType maps = new StructType().add("text", "map<string,int>").add("kind", "string");
    assertThatThrownBy(
            () ->
                new SequenceClassifier()
                    .setFeaturesCol("text")
                    .setLabelCol("kind")
                    .transformSchema(maps))
        .hasMessageContaining("found map<string,int>; set inputKinds");
    assertThatThrownBy(() -> classifier.setHiddenSize(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsHaveTheirValuesOnce() throws IOException {
    SequenceClassifier classifier =
        new SequenceClassifier()
            .setFeaturesCol("text")
            .setLabelCol("kind")
            .setHiddenSize(4)
            .setSettings("network.hidden=8");
    assertThatThrownBy(() -> classifier.fit(EventRows.lists(SPARK)))
        .hasMessage(
            "settings: expected no network.hidden, since hiddenSize is set, found 8;"
                + " use hiddenSize");
    assertThatThrownBy(() -> classifier.setSettings("network.hiden=8").fit(EventRows.lists(SPARK)))
        .hasMessageContaining("network.hiden");
    assertThatThrownBy(() -> classifier.setSettings("hidden").fit(EventRows.lists(SPARK)))
        .hasMessageContaining("settings: expected KEY=VALUE, found hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          network.kind=tagger                      | no network.kind, since SequenceClassifier sets it, found tagger; use the estimator of another task
          network={ kind = tagger }                | no network.kind, since SequenceClassifier sets it, found tagger; use the estimator of another task
          corpus.target.kind=tags                  | no corpus.target.kind, since SequenceClassifier sets it, found tags; use the estimator of another task
          corpus.target=none                       | no corpus.target, since SequenceClassifier sets it, found none; use labelCol
          corpus.input.column=kind                 | no corpus.input.column, since SequenceClassifier sets it, found kind; use featuresCol
          corpus.input.kind=bag                    | no corpus.input.kind, since SequenceClassifier sets it, found bag; use inputKinds
          corpus.train=other.json                  | no corpus.train, since SequenceClassifier sets it, found other.json; use the dataset of fit
          run.dir=elsewhere                        | no run.dir, since SequenceClassifier sets it, found elsewhere; use checkpointDir
          corpus.validation=[other]                | no corpus.validation, since validationIndicatorCol is set, found [other]; use validationIndicatorCol
          corpus.inputs=[{ column = text, kind = bag }]| no other kind of the column text in corpus.inputs, since SequenceClassifier sets it to words, found bag; use inputKinds
          corpus.inputs=[{ column = txt }]         | at most one entry for each of the input columns [text]
          corpus.inputs=[{ min-count = 2 }]        | at most one entry for each of the input columns [text]
          corpus.inputs=text                       | at most one entry for each of the input columns [text]
          corpus.inputs=[{ column = text }, { column = text }]| at most one entry for each of the input columns [text]
          """)
  void settingsThatAStageSetsItselfAreRefused(String setting, String expected) {
    SequenceClassifier classifier =
        new SequenceClassifier()
            .setFeaturesCol("text")
            .setLabelCol("kind")
            .setValidationIndicatorCol("held")
            .setSettings(setting);
    assertThatThrownBy(
            () -> classifier.fit(EventRows.lists(SPARK).withColumn("held", functions.lit(false))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("settings: ")
        .hasMessageContaining("expected " + expected)
        .hasMessageContaining(", found ");
  }

  @Test
  void whatCannotBeScoredIsNamed() {
    StructType columns =
        new StructType()
            .add("id", "int")
            .add("at", "int")
            .add("level", "double")
            .add("e", "string");
    SequenceScorer scorer = new SequenceScorer().setSequenceCols("id").setOrderCols("at");
    assertThatThrownBy(() -> scorer.setInputCols("level").transformSchema(columns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected an input column whose next value can be predicted, one of the kinds words,"
                + " characters, subwords, categories, found {level=numbers}; set inputKinds, or"
                + " convert the column");
    assertThat(scorer.setInputCols("level", "e").transformSchema(columns).fieldNames())
        .contains("score");
  }

  @Test
  void theColumnWhoseNextValueIsPredictedIsTheOnlyPossibleOneOrNamed() {
    StructType clicks =
        new StructType()
            .add("user", "int")
            .add("at", "timestamp")
            .add("item", "string")
            .add("price", "double")
            .add("country", "string");
    NextStepPredictor next =
        new NextStepPredictor().setSequenceCols("user").setOrderCols("at").setInputCols("item");
    String[] classes = {"prediction", "probability", "rawPrediction"};
    assertThat(added(next, clicks)).containsExactly(classes);
    assertThat(added(next.setInputCols("at", "item"), clicks)).containsExactly(classes);
    next.setInputCols("item", "at", "country");
    assertThat(added(next.setInputKinds("categories", "time", "label"), clicks))
        .containsExactly(classes);
    next.setInputCols("item", "at", "price").setInputKinds("categories", "time", "numbers");
    assertThatThrownBy(() -> next.transformSchema(clicks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "nextCol: expected one of the input columns [item, price], whose next value is"
                + " predicted, found none; set it");
    assertThatThrownBy(() -> next.setNextCol("at").transformSchema(clicks))
        .hasMessageContaining("[item, price], whose next value is predicted, found at");
    assertThat(added(next.setNextCol("item"), clicks)).containsExactly(classes);
    assertThat(added(next.setNextCol("price"), clicks)).containsExactly("prediction");
    assertThat(next.transformSchema(clicks).apply("prediction").dataType())
        .isEqualTo(DataTypes.DoubleType);
    SequenceScorer scorer =
        new SequenceScorer()
            .setSequenceCols("user")
            .setOrderCols("at")
            .setInputCols("item", "country");
    assertThatThrownBy(() -> scorer.transformSchema(clicks))
        .hasMessageContaining("nextCol: expected one of the input columns [item, country]");
    assertThat(added(scorer.setNextCol("item"), clicks)).contains("score");
  }

  private static List<String> added(PipelineStage stage, StructType columns) {
    return Stream.of(stage.transformSchema(columns).fieldNames()).skip(columns.size()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"string", "int", "decimal(38,0)", "double", "boolean", "date"})
  void sequencesAreIdentifiedByColumnsOfTheseTypes(String type) {
    assertThat(ofSequences(type).fieldNames()).contains("prediction");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "array<string>", "map<string,int>", "binary"})
  void sequencesAreNotIdentifiedByColumnsOfOtherTypes(String type) {
    assertThatThrownBy(() -> ofSequences(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "column id: expected one of the types string, a numeric type, boolean, date, since it is"
                + " read as what identifies a sequence, found "
                + type);
  }

  private static StructType ofSequences(String type) {
    return new NextStepPredictor()
        .setInputCols("event")
        .setSequenceCols("id")
        .setOrderCols("at")
        .transformSchema(StructType.fromDDL("id " + type + ", at timestamp, event string"));
  }

  @Test
  void aModelWithoutANetworkSaysSo() {
    assertThatThrownBy(() -> new SequenceTaggerModel().transform(EventRows.lists(SPARK)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected a model that was fitted or loaded");
  }
}
