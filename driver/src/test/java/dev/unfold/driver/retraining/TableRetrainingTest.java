package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.retraining.RetrainingSummary.Outcome;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.training.RecordingListener;
import dev.unfold.driver.training.StopAfterListener;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Retrains on tables of Delta, of Iceberg and without versions, which change meanwhile. */
class TableRetrainingTest {
  private static final StructType COLUMNS =
      new StructType().add("text", "string").add("mood", "string");
  private static final String CONF =
      """
      corpus {
        input { column = text, kind = words }, target { column = mood, kind = label }
        format = table, test = held_out
      }
      network { kind = sequence-to-vector, cell = gru, hidden = 4, embedding = 3 }
      training { shards = 1, batch = 8, steps = 4, epochs = 2 }
      averaging.interval = 1
      evaluation.metric = accuracy
      run.dir = "%1$s/runs"
      store { dir = "%1$s/models", name = mood }
      retrain.data = all
      """;

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark().withTables();
  @TempDir Path folder;

  private static SparkSession session() {
    return SparkSession.builder().sparkContext(SPARK.context().sc()).getOrCreate();
  }

  private static Dataset<Row> rows(int first, int end) {
    List<Row> rows = new ArrayList<>();
    for (int i = first; i < end; i++) {
      rows.add(RowFactory.create("w" + i % 7 + " w" + i % 5, i % 7 < 3 ? "happy" : "sad"));
    }
    return session().createDataFrame(rows, COLUMNS);
  }

  @BeforeEach
  void heldOut() {
    rows(3, 30).createOrReplaceTempView("held_out");
  }

  private UnfoldSettings settings(String more) {
    return new SettingsReader(Map.of(), Configuration::new)
        .readText(CONF.formatted(folder) + more, "test");
  }

  private RetrainingSummary retrain(String more, BooleanSupplier stop) throws IOException {
    return new Retraining(settings(more), new Configuration())
        .run(SPARK.context(), stop, new RecordingListener());
  }

  private RetrainingSummary retrain(String more) throws IOException {
    return retrain(more, () -> false);
  }

  private ModelStore store() throws IOException {
    return new ModelStore(folder.resolve("models/mood").toString(), new Configuration());
  }

  private Object source(long version, String key) throws IOException {
    Object value = store().open(version).provenance();
    for (String name : List.of("corpora", "train", "source", key)) {
      value = ((Map<?, ?>) value).get(name);
    }
    return value;
  }

  private String delta(String name) {
    return "corpus { format = spark, source.format = delta, train = \""
        + folder.resolve(name)
        + "\", test = \""
        + folder.resolve("held")
        + "\" }\n";
  }

  @Test
  void aDeltaTableIsTrainedOnWhenItHasANewVersion() throws IOException {
    rows(0, 40).write().format("delta").save(folder.resolve("d").toString());
    rows(3, 30).write().format("delta").save(folder.resolve("held").toString());
    assertThat(retrain(delta("d")).outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(source(1, "versions")).isEqualTo(List.of("delta version 0"));
    assertThat(retrain(delta("d")).outcome()).isEqualTo(Outcome.NOTHING_NEW);

    append("delta", "d", 40, 70);
    assertThat(retrain(delta("d")).number()).isEqualTo(2);
    assertThat(source(2, "versions")).isEqualTo(List.of("delta version 1"));
    assertThat(source(2, "rows")).isEqualTo(70);
    String path = folder.resolve("d").toString();
    assertThat(store().open(2).provenance().get("changes"))
        .isEqualTo(path + "@v1 with 70 rows, after " + path + "@v0 with 40 rows");
    assertThat(retrain(delta("d")).outcome()).isEqualTo(Outcome.NOTHING_NEW);
    session().sql("OPTIMIZE delta.`" + path + "`").collectAsList();
    assertThat(retrain(delta("d")).outcome())
        .as("a version with the same rows")
        .isEqualTo(Outcome.NOTHING_NEW);
    assertThat(retrain(delta("d") + "training.epochs = 3\n").number()).isEqualTo(3);
  }

  private void append(String format, String name, int first, int end) {
    rows(first, end).write().format(format).mode("append").save(folder.resolve(name).toString());
  }

  @Test
  void anInterruptedRetrainingContinuesWithTheVersionThatItBeganWith() throws IOException {
    String table = "delta.`" + folder.resolve("d") + "`";
    String conf = "corpus.train = \"" + table + "\"\n";
    append("delta", "d", 0, 40);
    assertThat(retrain(conf, new StopAfterListener(2)).outcome()).isEqualTo(Outcome.INTERRUPTED);
    append("delta", "d", 40, 70);
    assertThat(retrain(conf).number()).isEqualTo(1);
    assertThat(source(1, "versions")).isEqualTo(List.of("delta version 0"));
    assertThat(source(1, "rows")).isEqualTo(40);
    assertThat(retrain(conf).number()).isEqualTo(2);
    assertThat(source(2, "versions")).isEqualTo(List.of("delta version 1"));
  }

  @Test
  void aVersionThatWasVacuumedAwayIsNamedAndTheNewestIsTrainedOn() throws IOException {
    String conf = "corpus.train = \"delta.`" + folder.resolve("d") + "`\"\n";
    append("delta", "d", 0, 40);
    assertThat(retrain(conf, new StopAfterListener(2)).outcome()).isEqualTo(Outcome.INTERRUPTED);
    rows(20, 70).write().format("delta").mode("overwrite").save(folder.resolve("d").toString());
    session().conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
    session().sql("VACUUM delta.`" + folder.resolve("d") + "` RETAIN 0 HOURS").collectAsList();
    assertThat(retrain(conf).number()).isEqualTo(2);
    assertThat(source(2, "rows")).isEqualTo(50);
    String table = "delta.`" + folder.resolve("d") + "`";
    assertThat(new RetrainingJournal(store()).decision(1).orElseThrow().reason())
        .startsWith(table + "@v0 is gone: cannot read " + table)
        .contains("does not exist");
  }

  @Test
  void anIcebergTableIsTrainedOnWhenItHasANewSnapshot() throws Exception {
    String conf = "corpus { train = lake.db.moods, where.train = \"text <> 'w6 w4'\" }\n";
    rows(0, 40).writeTo("lake.db.moods").createOrReplace();
    String first = snapshot();
    assertThat(retrain(conf, new StopAfterListener(2)).outcome()).isEqualTo(Outcome.INTERRUPTED);
    rows(40, 70).writeTo("lake.db.moods").append();
    assertThat(retrain(conf).number()).isEqualTo(1);
    assertThat(source(1, "versions")).isEqualTo(List.of("iceberg snapshot " + first));
    assertThat(source(1, "rows")).isEqualTo(39);
    assertThat(retrain(conf, new StopAfterListener(2)).number()).isEqualTo(2);
    String second = snapshot();
    rows(70, 90).writeTo("lake.db.moods").append();
    session()
        .sql(
            "CALL lake.system.expire_snapshots(table => 'db.moods', retain_last => 1, older_than"
                + " => TIMESTAMP '2999-01-01 00:00:00')")
        .collectAsList();
    assertThat(retrain(conf).number()).isEqualTo(3);
    assertThat(new RetrainingJournal(store()).decision(2).orElseThrow().reason())
        .startsWith("lake.db.moods@v" + second + " is gone: cannot read lake.db.moods");
    assertThat(retrain(conf).outcome()).isEqualTo(Outcome.NOTHING_NEW);
  }

  private static String snapshot() {
    return session()
        .sql("SELECT snapshot_id FROM lake.db.moods.refs WHERE name = 'main'")
        .head()
        .get(0)
        .toString();
  }

  @Test
  void aTableWithoutVersionsIsKnownByItsRows() throws IOException {
    String conf = "corpus.train = moods\n";
    rows(0, 40).createOrReplaceTempView("moods");
    assertThat(retrain(conf).outcome()).isEqualTo(Outcome.PROMOTED);
    rows(0, 40).orderBy("text").createOrReplaceTempView("moods");
    assertThat(retrain(conf).outcome()).isEqualTo(Outcome.NOTHING_NEW);
    rows(0, 70).createOrReplaceTempView("moods");
    assertThat(retrain(conf, new StopAfterListener(2)).number()).isEqualTo(2);
    rows(0, 90).createOrReplaceTempView("moods");
    assertThat(retrain(conf).number()).as("it has no old rows to continue with").isEqualTo(3);
    assertThat(source(3, "rows")).isEqualTo(90);
    assertThat(new RetrainingJournal(store()).decision(2).orElseThrow().reason())
        .startsWith("its table changed before it was read: moods: expected the rows with SHA-256 ")
        .contains("found 90 rows with ");
    rows(3, 31).createOrReplaceTempView("held_out");
    assertThatThrownBy(() -> retrain(conf)).hasMessageContaining("retrain.held-out");
  }

  @Test
  void theMetricOfOneLabelIsNotComparedWithThatOfAll() throws IOException {
    String conf =
        "corpus.train = moods\nevaluation.metric = threshold-precision\n"
            + "retrain.start = scratch\n";
    rows(0, 40).createOrReplaceTempView("moods");
    retrain(conf);
    Row calm = RowFactory.create("w1 w2", "calm");
    rows(0, 40)
        .union(session().createDataFrame(List.of(calm), COLUMNS))
        .createOrReplaceTempView("moods");
    assertThatThrownBy(() -> retrain(conf))
        .hasMessageContaining(
            "the threshold-precision of different labels cannot be compared: expected that of the"
                + " champion, of the label ")
        .hasMessageContaining("found that of all labels; set evaluation.positive");
    assertThat(retrain(conf + "evaluation.positive = sad\n").number()).isEqualTo(3);
  }

  @Test
  void whatTablesDoNotHaveIsRefused() {
    assertThatThrownBy(() -> retrain("corpus.train = moods\nretrain.data = new\n"))
        .hasMessage(
            "retrain.data: expected all where corpus.format is table, since a version of a table is"
                + " learned as a whole, found new");
    assertThatThrownBy(() -> retrain("corpus.train = [a, b]\n"))
        .hasMessage(
            "corpus.train: expected one table for retrain where corpus.format is table, found 2");
  }
}
