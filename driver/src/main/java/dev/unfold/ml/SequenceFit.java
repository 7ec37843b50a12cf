package dev.unfold.ml;

import dev.unfold.api.Settings;
import dev.unfold.api.Unfold;
import dev.unfold.api.UnfoldException;
import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.corpus.query.SparkTable;
import dev.unfold.driver.storage.file.TemporaryFolder;
import dev.unfold.ml.param.SequenceParams;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The training of an estimator.
 *
 * @param params the parameters
 * @param task the settings of what is predicted, by their keys
 */
record SequenceFit(SequenceParams params, Map<String, Object> task) {
  private static final int NAME_DIGITS = 32;
  private static final String AUDIO = "audio";

  /** The settings of what is trained on and where, and what takes their place. */
  private static final Map<String, String> ROWS =
      Map.of(
          "corpus.train",
          "the dataset of fit",
          "corpus.format",
          "the dataset of fit",
          "run.dir",
          "checkpointDir");

  /**
   * Trains on rows.
   *
   * @param inputs the input columns by name, with their kinds
   */
  TrainedContent run(Dataset<Row> rows, Map<String, String> inputs) {
    JavaSparkContext spark = new JavaSparkContext(rows.sparkSession().sparkContext());
    Configuration hadoop = spark.hadoopConfiguration();
    Settings settings = withRows(settings(inputs), rows);
    if (params.isSet(params.checkpointDir())) {
      String parent = params.getCheckpointDir();
      String run = parent + "/" + name(settings.withRun(parent), rows);
      return train(spark, settings.withRun(run), run);
    }
    try (TemporaryFolder folder = temporary(spark, hadoop)) {
      String run = folder.path() + "/run";
      return train(spark, settings.withRun(run), run);
    } catch (IOException e) {
      throw new UnfoldException(e);
    }
  }

  private static TrainedContent train(JavaSparkContext spark, Settings settings, String run) {
    Unfold.on(spark).train(settings);
    return TrainedContent.read(run, spark.hadoopConfiguration());
  }

  private static TemporaryFolder temporary(JavaSparkContext spark, Configuration hadoop)
      throws IOException {
    return TemporaryFolder.ofExecutors(List.of(), spark.isLocal(), hadoop)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "checkpointDir: expected a folder that every machine of the cluster can access,"
                        + " because the default file system is not on HDFS, found none"));
  }

  private Settings withRows(Settings settings, Dataset<Row> rows) {
    if (!params.isSet(params.validationIndicatorCol())) {
      return settings.withTraining(rows);
    }
    Column validation =
        functions.coalesce(
            rows.col(SparkTable.quoted(params.getValidationIndicatorCol())), functions.lit(false));
    return settings
        .withTraining(rows.where(functions.not(validation)))
        .withValidation(rows.where(validation));
  }

  private Settings settings(Map<String, String> inputs) {
    GivenSettings given =
        new GivenSettings(
            params.isSet(params.settings())
                ? SettingsReader.values(List.of(params.getSettings()), "settings")
                : Map.of());
    String stage = params.getClass().getSimpleName();
    String sets = stage + " sets it";
    new TreeMap<>(ROWS).forEach((key, instead) -> given.requireNone(key, sets, instead));
    if (params.isSet(params.validationIndicatorCol())) {
      String indicator = params.validationIndicatorCol().name();
      given.requireNone("corpus.validation", indicator + " is set", indicator);
    }
    params.parameters().settingsByKey().forEach((key, param) -> put(given, key, param));
    given.putInputs(columns(inputs), stage, inputParams());
    new TreeMap<>(task).forEach((key, value) -> given.put(key, value, sets, paramOfTask(key)));
    Settings settings = Settings.defaults();
    for (Map.Entry<String, Object> value : given.all().entrySet()) {
      settings = settings.with(value.getKey(), value.getValue());
    }
    return settings;
  }

  private void put(GivenSettings given, String key, Param<?> param) {
    if (params.isSet(param)) {
      Object value = params.getOrDefault(param);
      given.put(
          key,
          value instanceof String[] list ? List.of(list) : value,
          param.name() + " is set",
          param.name());
    }
  }

  /** Returns the parameters by the settings of an input column. */
  private Map<String, String> inputParams() {
    Param<?> columns = params.isSet(params.inputCols()) ? params.inputCols() : params.featuresCol();
    return Map.of(
        "column",
        columns.name(),
        "kind",
        params.inputKinds().name(),
        "into",
        params.inputInto().name(),
        AUDIO,
        params.audio().name());
  }

  /** Returns what to use in place of a setting of the task. */
  private String paramOfTask(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    List<String> names = last.equals("column") ? List.of("nextCol", "labelCol") : List.of(last);
    return names.stream()
        .filter(params::hasParam)
        .findFirst()
        .orElse("the estimator of another task");
  }

  /** Returns the settings of each input column. */
  private List<Map<String, Object>> columns(Map<String, String> inputs) {
    List<Map<String, Object>> columns = new ArrayList<>();
    inputs.forEach(
        (column, kind) -> {
          Map<String, Object> settings = new LinkedHashMap<>();
          settings.put("column", column);
          settings.put("kind", kind);
          if (params.isSet(params.inputInto())) {
            settings.put("into", params.getInputInto()[columns.size()]);
          }
          if (params.isSet(params.audio()) && kind.equals(AUDIO)) {
            settings.put(AUDIO, SettingsReader.values(List.of(params.getAudio()), AUDIO));
          }
          columns.add(settings);
        });
    if (params.isSet(params.audio()) && !inputs.containsValue(AUDIO)) {
      throw new IllegalArgumentException(
          AUDIO
              + ": expected an input column of the kind audio, found the kinds "
              + inputs.values());
    }
    return columns;
  }

  /**
   * Returns the name of the directory of a run, which follows from its settings and from what it
   * reads of its rows, so that the fits of a grid of parameters or of folds have one each.
   */
  private String name(Settings settings, Dataset<Row> rows) {
    String described = settings.describe();
    CorpusSettings corpus =
        new SettingsReader(Map.of(), Configuration::new)
            .withoutWarnings()
            .readText(described, "settings")
            .corpus();
    Stream<Column> columns =
        Stream.concat(corpus.exampleColumns().stream(), validationIndicator())
            .filter(List.of(rows.columns())::contains)
            .map(column -> rows.col(SparkTable.quoted(column)));
    Stream<Column> conditions =
        Stream.of(corpus.where().train(), corpus.where().validation())
            .filter(condition -> !condition.isEmpty())
            .map(functions::expr);
    Column[] read = Stream.concat(columns, conditions).toArray(Column[]::new);
    Row content =
        rows.select(functions.xxhash64(read).as("hash"))
            .agg(
                functions.count("*"),
                functions.expr("bit_xor(hash)"),
                functions.expr("sum(hash % 1000003)"))
            .head();
    return Sha256.of(described + "\n" + content).substring(0, NAME_DIGITS);
  }

  private Stream<String> validationIndicator() {
    return params.isSet(params.validationIndicatorCol())
        ? Stream.of(params.getValidationIndicatorCol())
        : Stream.of();
  }
}
