package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Corpora of the same rows from files and from tables of Spark. */
class SparkTableCorpusTest {
  private static final StructType COLUMNS =
      new StructType().add("text", "string").add("stars", "bigint").add("day", "string");

  @RegisterExtension
  static final LocalSpark SPARK =
      new LocalSpark()
          .with("spark.sql.caseSensitive", "false")
          .with("spark.sql.ansi.enabled", "true")
          .withTables();

  @TempDir Path directory;

  private static SparkSession session() {
    return SparkSession.builder().sparkContext(SPARK.context().sc()).getOrCreate();
  }

  private static Dataset<Row> rows(int first, int end) {
    List<Row> rows = new ArrayList<>();
    for (long i = first; i < end; i++) {
      String text = "w" + i % 7 + " w" + i % 5 + (i % 3 == 0 ? " \"quoted\", w" + i : "");
      rows.add(RowFactory.create(text, i % 4, "2026-01-" + (10 + i % 20)));
    }
    return session().createDataFrame(rows, COLUMNS);
  }

  private static CorpusSettings settings(CorpusFormat format, String... paths) {
    return CorpusSettings.ofTable(
        List.of(paths),
        format,
        true,
        InputColumns.of(new InputSettings("text", InputSettings.Kind.WORDS, 0, false, true, false)),
        SequenceSettings.none(),
        new TargetSettings("stars", TargetSettings.Kind.LABEL, 0));
  }

  private static CorpusSettings where(CorpusSettings settings, String where) {
    return settings.from(settings.train(), where);
  }

  private static CorpusSettings source(String format, String location, String... options) {
    CorpusSettings table = settings(CorpusFormat.TABLE, location);
    SourceSettings source = new SourceSettings(format, "path", List.of(options));
    return table.from(table.train(), CorpusFormat.SPARK, source, "");
  }

  private EncodedExampleCorpus encode(CorpusSettings settings) throws IOException {
    return encode(settings, "cache-" + System.nanoTime());
  }

  private EncodedExampleCorpus encode(CorpusSettings settings, String cache) throws IOException {
    return new ExampleCorpusEncoder(SPARK.context(), directory.resolve(cache).toString())
        .encodeTraining(settings);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void theSameRowsBecomeTheSameBytesWhereverTheyAre() throws IOException {
    Dataset<Row> rows = rows(0, 200);
    List<CorpusSettings> all = new ArrayList<>();
    for (String format : List.of("parquet", "orc", "avro", "json")) {
      rows.write().format(format).save(path(format));
      all.add(settings(CorpusFormat.valueOf(format.toUpperCase(Locale.ROOT)), path(format)));
      all.add(source(format, path(format)));
    }
    rows.write().option("header", true).option("escape", "\"").csv(path("csv"));
    all.add(settings(CorpusFormat.CSV, path("csv")));
    rows.createOrReplaceTempView("rows");
    all.add(settings(CorpusFormat.TABLE, "rows"));
    rows.repartition(7).orderBy(functions.rand(3)).createOrReplaceTempView("shuffled");
    all.add(settings(CorpusFormat.TABLE, "shuffled"));
    session().sql("CREATE DATABASE IF NOT EXISTS db");
    rows.write().format("parquet").mode("overwrite").saveAsTable("db.events");
    all.add(settings(CorpusFormat.TABLE, "db.events"));
    rows.write().format("delta").save(path("delta"));
    all.add(source("delta", path("delta")));
    all.add(settings(CorpusFormat.TABLE, "delta.`" + path("delta") + "`"));
    rows.writeTo("lake.db.events").createOrReplace();
    all.add(settings(CorpusFormat.TABLE, "lake.db.events"));
    rows(0, 90).createOrReplaceTempView("first");
    rows(90, 200).createOrReplaceTempView("second");
    all.add(settings(CorpusFormat.TABLE, "second", "first"));
    rows(-50, 250).withColumn("n", functions.expr("1")).createOrReplaceTempView("more");

    String expected = encode(all.get(0)).sha256();
    for (CorpusSettings settings : all) {
      assertThat(encode(settings).sha256()).as("%s", settings.train()).isEqualTo(expected);
    }
  }

  @Test
  void aTableIsFoundByItsNameAsTheSessionFindsIt() throws IOException {
    rows(0, 60).createOrReplaceTempView("Tickets");
    session().sql("SELECT * FROM TICKETS").createOrReplaceTempView("OfQuery");
    session().sql("CREATE DATABASE IF NOT EXISTS Sales");
    rows(0, 60).write().format("parquet").mode("overwrite").saveAsTable("Sales.Tickets");
    rows(0, 60).write().format("delta").mode("overwrite").saveAsTable("Sales.Versions");

    String expected = encode(settings(CorpusFormat.TABLE, "sales.tickets")).sha256();
    for (String name : List.of("Tickets", "tickets", "OfQuery", "Sales.Tickets", "SALES.TICKETS")) {
      assertThat(encode(settings(CorpusFormat.TABLE, name)).sha256()).as(name).isEqualTo(expected);
    }
    EncodedExampleCorpus delta = encode(settings(CorpusFormat.TABLE, "Sales.Versions"));
    assertThat(delta.sha256()).isEqualTo(expected);
    assertThat(delta.origin().get("versions")).asString().contains("delta version");
    assertThatThrownBy(() -> encode(where(settings(CorpusFormat.TABLE, "Tickets"), "STARS > 1")))
        .hasMessageContaining("STARS");
  }

  @Test
  void aConditionSelectsTheSameRowsOfFilesAndTables() throws IOException {
    Dataset<Row> rows = rows(0, 120);
    String where = "day < '2026-01-20' AND stars > 1 AND text LIKE '%w1%'";
    rows.write().parquet(path("parquet"));
    rows.write().option("header", true).option("escape", "\"").csv(path("csv"));
    rows.write().json(path("json"));
    rows.createOrReplaceTempView("rows");
    rows.where(where).write().parquet(path("selected"));
    String expected = encode(settings(CorpusFormat.PARQUET, path("selected"))).sha256();
    for (CorpusSettings settings :
        List.of(
            settings(CorpusFormat.PARQUET, path("parquet")),
            settings(CorpusFormat.CSV, path("csv")),
            settings(CorpusFormat.JSON, path("json")),
            settings(CorpusFormat.TABLE, "rows"),
            source("parquet", path("parquet")))) {
      assertThat(encode(where(settings, where)).sha256()).isEqualTo(expected);
      assertThatThrownBy(() -> encode(where(settings, "false")))
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("no rows in ")
          .hasMessageNotContaining(".tmp-");
      assertThatThrownBy(() -> encode(where(settings, "nowhere = 1")))
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("nowhere")
          .hasMessageNotContaining("\n");
    }
    for (String unfinished : List.of("stars > 1 and", "stars > 1 twice")) {
      for (CorpusSettings settings :
          List.of(settings(CorpusFormat.CSV, path("csv")), settings(CorpusFormat.TABLE, "rows"))) {
        assertThatThrownBy(() -> encode(where(settings, unfinished)))
            .hasMessage(
                "corpus.where: expected a condition over the columns of the table, found "
                    + unfinished
                    + ", whose end Spark reads as a name for the condition; complete the condition,"
                    + " or remove the rest");
      }
    }
    for (String changing : List.of("rand() < 0.5", "day < current_date()", "now() > day")) {
      assertThatThrownBy(
              () -> encode(where(settings(CorpusFormat.PARQUET, path("parquet")), changing)))
          .hasMessage(
              "corpus.where: expected a condition that depends on the row alone, found "
                  + changing);
    }
  }

  @Test
  void theCacheKnowsRowsByTheirContent() throws IOException {
    rows(0, 50).createOrReplaceTempView("one");
    rows(0, 50).orderBy(functions.desc("text")).createOrReplaceTempView("same");
    EncodedExampleCorpus one = encode(settings(CorpusFormat.TABLE, "one"), "cache");
    assertThat(encode(settings(CorpusFormat.TABLE, "same"), "cache").folder())
        .isEqualTo(one.folder());
    rows(0, 51).createOrReplaceTempView("one");
    EncodedExampleCorpus other = encode(settings(CorpusFormat.TABLE, "one"), "cache");
    assertThat(other.folder()).isNotEqualTo(one.folder());
    assertThat(other.sha256()).isNotEqualTo(one.sha256());
    rows(0, 50).unionAll(rows(0, 1)).createOrReplaceTempView("one");
    assertThat(encode(settings(CorpusFormat.TABLE, "one"), "cache").sha256())
        .isNotIn(one.sha256(), other.sha256());
    try (var files = Files.list(directory.resolve("cache"))) {
      assertThat(files).hasSize(3).noneMatch(file -> file.getFileName().toString().startsWith("."));
    }
  }

  @Test
  void theVersionThatIsReadIsRecorded() throws IOException {
    rows(0, 40).write().format("delta").save(path("d"));
    String old = encode(settings(CorpusFormat.TABLE, "delta.`" + path("d") + "`")).sha256();
    rows(40, 60).write().format("delta").mode("append").save(path("d"));
    EncodedExampleCorpus delta = encode(source("delta", path("d"), "auth.token=abc"));
    assertThat(delta.origin())
        .containsEntry("format", "delta")
        .containsEntry("tables", List.of(path("d")))
        .containsEntry("options", List.of("auth.token=***"))
        .containsEntry("versions", List.of("delta version 1"))
        .containsEntry("rows", 60L)
        .containsKey("sha256");
    EncodedExampleCorpus pinned = encode(source("delta", path("d"), "versionAsOf=0"));
    assertThat(pinned.sha256()).isEqualTo(old);
    assertThat(pinned.origin()).containsEntry("options", List.of("versionAsOf=0"));
    assertThat(encode(settings(CorpusFormat.TABLE, "delta.`" + path("d") + "`")).origin())
        .containsEntry("versions", List.of("delta version 1"));
  }

  @Test
  void theSnapshotOfTheMainBranchIsReadAndRecorded() throws Exception {
    rows(0, 40).writeTo("lake.db.versions").createOrReplace();
    long snapshot =
        session().sql("SELECT snapshot_id FROM lake.db.versions.snapshots").head().getLong(0);
    EncodedExampleCorpus first = encode(settings(CorpusFormat.TABLE, "lake.db.versions"));
    rows(40, 60).writeTo("lake.db.versions").append();
    assertThat(encode(settings(CorpusFormat.TABLE, "lake.db.versions")).sha256())
        .isNotEqualTo(first.sha256());
    assertThat(encode(source("iceberg", "lake.db.versions", "snapshot-id=" + snapshot)).sha256())
        .isEqualTo(first.sha256());
    session()
        .sql("CALL lake.system.rollback_to_snapshot('db.versions', " + snapshot + ")")
        .collectAsList();
    for (CorpusSettings settings :
        List.of(
            settings(CorpusFormat.TABLE, "lake.db.versions"),
            source("iceberg", "lake.db.versions"))) {
      EncodedExampleCorpus again = encode(settings);
      assertThat(again.sha256()).isEqualTo(first.sha256());
      assertThat(again.origin()).containsEntry("versions", List.of("iceberg snapshot " + snapshot));
    }
  }

  @Test
  void whatIsWrongIsSaidWithTheNameOfTheTable() {
    rows(0, 3).createOrReplaceTempView("rows");
    session()
        .sql("SELECT 'a' text, CAST(null AS BIGINT) stars")
        .createOrReplaceTempView("incomplete");
    session().sql("SELECT 'a' text, 1 text, 2 stars").createOrReplaceTempView("twice_rows");
    session()
        .sql("SELECT 'a' text, CAST(raise_error('broken') AS BIGINT) stars")
        .createOrReplaceTempView("failing");
    assertThatThrownBy(() -> encode(settings(CorpusFormat.TABLE, "nowhere")))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("cannot read nowhere: ")
        .hasMessageContaining("cannot be found");
    assertThatThrownBy(() -> encode(settings(CorpusFormat.TABLE, "incomplete")))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith(
            "incomplete: corpus.target, column stars as label: expected a value");
    assertThatThrownBy(() -> encode(settings(CorpusFormat.TABLE, "failing")))
        .isInstanceOf(CorpusException.class)
        .hasMessage("cannot read failing: broken");
    assertThatThrownBy(() -> encode(source("nosuchformat", "x")))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("nosuchformat");
    session().sql("SELECT 'a' words, 2 stars").createOrReplaceTempView("other");
    assertThatThrownBy(() -> encode(settings(CorpusFormat.TABLE, "other")))
        .hasMessage("no column text in other, found the columns [words, stars]");
    assertThatThrownBy(() -> encode(settings(CorpusFormat.TABLE, "rows", "other")))
        .hasMessageStartingWith("other: expected the columns of rows, ");
  }
}
