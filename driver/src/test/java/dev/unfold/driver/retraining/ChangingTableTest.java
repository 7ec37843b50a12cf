package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.retraining.RetrainingSummary.Outcome;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.training.RecordingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Retrains on tables without versions that have other rows whenever they are read. */
class ChangingTableTest {
  private static final StructType COLUMNS =
      new StructType().add("text", "string").add("mood", "string");
  private static final int HELD_OUT = 40;
  private static final String CONF =
      """
      corpus {
        input { column = text, kind = words }, target { column = mood, kind = label }
        format = table, train = moods, test = held_out
      }
      network { kind = sequence-to-vector, cell = gru, hidden = 4, embedding = 3 }
      training { shards = 1, batch = 8, steps = 4, epochs = 1, optimizer.learning-rate = 1e-30 }
      averaging.interval = 1
      evaluation.metric = accuracy
      run.dir = "%1$s/runs"
      store { dir = "%1$s/models", name = mood }
      retrain { data = all, new-held-out = true }
      """;

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark().withTables();
  @TempDir Path folder;
  private final RecordingListener listener = new RecordingListener();

  private static SparkSession session() {
    return SparkSession.builder().sparkContext(SPARK.context().sc()).getOrCreate();
  }

  private static void table(String name, int first, int end) {
    List<Row> rows = new ArrayList<>();
    for (int i = first; i < end; i++) {
      rows.add(RowFactory.create("w" + i % 7 + " w" + i % 5, i % 7 < 3 ? "happy" : "sad"));
    }
    session().createDataFrame(rows, COLUMNS).createOrReplaceTempView(name);
  }

  @BeforeEach
  void tables() {
    table("moods", 0, 40);
    table("all_held_out", 3, 3 + HELD_OUT);
    UDF0<Boolean> luck = () -> ThreadLocalRandom.current().nextBoolean();
    session()
        .udf()
        .register("luck", functions.udf(luck, DataTypes.BooleanType).asNondeterministic());
  }

  private static void view(String name, String query) {
    session().sql(query).createOrReplaceTempView(name);
  }

  private RetrainingSummary retrain() throws IOException {
    return new Retraining(
            new SettingsReader(Map.of(), Configuration::new)
                .readText(CONF.formatted(folder), "test"),
            new Configuration())
        .run(SPARK.context(), () -> false, listener);
  }

  @Test
  void bothModelsAreComparedOnTheSameRows() throws IOException {
    view("held_out", "SELECT text, mood FROM all_held_out WHERE luck()");
    assertThat(retrain().outcome()).isEqualTo(Outcome.PROMOTED);
    table("moods", 0, 70);
    assertThat(retrain().outcome()).as("an equal model").isEqualTo(Outcome.REFUSED);
    ModelStore store =
        new ModelStore(folder.resolve("models/mood").toString(), new Configuration());
    RetrainingDecision decision = new RetrainingJournal(store).decision(2).orElseThrow();
    assertThat(decision.challenger()).isNotEmpty().isEqualTo(decision.champion());
  }

  @Test
  void theHeldOutRowsAreComputedAtTheStartAndForTheComparison() throws IOException {
    LongAccumulator computed = SPARK.context().sc().longAccumulator();
    UDF1<String, String> counted =
        text -> {
          computed.add(1);
          return text;
        };
    session()
        .udf()
        .register("counted", functions.udf(counted, DataTypes.StringType).asNondeterministic());
    view("held_out", "SELECT counted(text) AS text, mood FROM all_held_out");
    retrain();
    table("moods", 0, 70);
    computed.reset();
    assertThat(retrain().number()).isEqualTo(2);
    assertThat(computed.sum()).isEqualTo(2 * HELD_OUT);
  }

  @Test
  void aFaultOfAHeldOutRowNamesItsTable() {
    view("held_out", "SELECT nullif(text, 'w6 w1') AS text, mood FROM all_held_out");
    assertThatThrownBy(this::retrain)
        .hasMessageContaining("held_out: ")
        .hasMessageNotContaining("rows-0")
        .hasMessageNotContaining(".parquet");
  }

  @Test
  void rowsThatAreNotThoseOfThePlanAreNotTrainedOn() {
    table("held_out", 3, 30);
    table("all_moods", 0, 70);
    view("moods", "SELECT text, mood FROM all_moods WHERE luck()");
    assertThatThrownBy(this::retrain)
        .hasMessageContaining("retraining 5 is abandoned: its table changed before it was read")
        .hasMessageContaining("moods: expected the rows with SHA-256 ")
        .hasMessageMatching(".* found \\d+ rows with [0-9a-f]{64}; .*")
        .hasMessageContaining("store them in a table");
    assertThat(listener.rounds()).isEmpty();
  }
}
