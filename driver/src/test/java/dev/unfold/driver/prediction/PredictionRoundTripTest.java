package dev.unfold.driver.prediction;

import static dev.unfold.driver.prediction.TablePredictionFixture.GREEDY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.execution.SqlSession;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that output equals the input and can be read again. */
class PredictionRoundTripTest extends PredictionCase {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final Pattern HAS_BREAK = Pattern.compile("[\\t\\r\\n]");

  @ParameterizedTest
  @EnumSource(
      value = CorpusFormat.class,
      names = {"JSON", "PARQUET", "CSV", "TSV_ESCAPED", "TSV"})
  void textOfAnyKindIsWrittenUnchanged(CorpusFormat format) throws IOException {
    List<String> notes = new ArrayList<>(Arrays.asList(null, "", "note"));
    notes.addAll(HostileValues.TEXTS);
    if (format == CorpusFormat.TSV) {
      notes.removeIf(note -> "".equals(note) || HAS_BREAK.matcher("" + note).find());
    }
    predict(notes(notes), CorpusFormat.JSON, "first", format);
    predict(folder.resolve("first"), format, "second", CorpusFormat.JSON, "again");

    List<JsonNode> rows = read("second");
    assertThat(rows).extracting(row -> row.get("note").textValue()).isEqualTo(notes);
    assertThat(rows).extracting(row -> row.get("words").textValue()).containsOnly("w1");
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.get("again")).isEqualTo(row.get("prediction")));
  }

  @Test
  void sparkReadsWhatIsWrittenAsCsv() throws IOException {
    List<String> notes = new ArrayList<>(HostileValues.TEXTS);
    notes.add(null);
    predict(notes(notes), CorpusFormat.JSON, "out", CorpusFormat.CSV);
    List<Row> rows =
        fixture
            .session()
            .read()
            .option("header", true)
            .option("escape", "\"")
            .option("multiLine", true)
            .csv(folder.resolve("out").toString())
            .select("note")
            .collectAsList();
    assertThat(rows).extracting(row -> row.getString(0)).isEqualTo(notes);
  }

  private Path notes(List<String> notes) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String note : notes) {
      lines.add("{\"words\": \"w1\", \"note\": " + JSON.writeValueAsString(note) + "}");
    }
    return Files.write(folder.resolve("in.json"), lines);
  }

  @Test
  void objectsAreWrittenUnchanged() throws IOException {
    String row =
        "{\"z\":9223372036854775807,\"words\":\"w1\",\"a\":123456789012345678901234567890123456789"
            + "0,\"digits\":0.123456789012345678901,\"large\":1.5E+300,\"yes\":true,\"none\":null,"
            + "\"inner\":{\"b\":1,\"a\":[1,null,{\"x\":\"\"}]},\"mixed\":%s,\"numbers\":%s}";
    List<String> rows =
        List.of(
            row.formatted("1", "[1,2.5]"),
            row.formatted("\"1\"", "[]"),
            row.formatted("[true]", "null"));
    predict(
        Files.write(folder.resolve("in.json"), rows), CorpusFormat.JSON, "out", CorpusFormat.JSON);
    List<String> written = lines("out");
    for (int i = 0; i < rows.size(); i++) {
      JsonNode json = JSON.readTree(written.get(i));
      JsonNode expected = JSON.readTree(rows.get(i));
      for (Map.Entry<String, JsonNode> field : expected.properties()) {
        assertThat(json.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
      }
      List<String> names = new ArrayList<>();
      json.fieldNames().forEachRemaining(names::add);
      assertThat(names).startsWith("z", "words", "a", "digits", "large", "yes", "none", "inner");
    }
  }

  @Test
  void columnsOfParquetKeepTypeValueAndOrder() throws IOException {
    SparkSession session = SqlSession.of(fixture.spark);
    Dataset<Row> table =
        session.sql(
            """
                SELECT * FROM VALUES
                  (3, 'w1', 9007199254740993L, 12.50BD, true, 1.1F, DATE'1500-02-28',
                   TIMESTAMP'2026-03-29 01:30:00.123456', array(1, null), map('k', 1.5D),
                   named_struct('b', '', 'a', CAST(null AS STRING)), X'00FF', TIMESTAMP_NTZ'1900-01-01 00:00:00', 'a'),
                  (null, 'w2', null, null, null, null, null, null, null, null, null, null, null, 'b')
                AS t(z, words, long, decimal, truth, single, day, time, list, map, inner, bytes, local,
                  Words2)
                """);
    Path input = folder.resolve("in");
    table.coalesce(1).write().parquet(input.toString());
    predict(input, CorpusFormat.PARQUET, "out", CorpusFormat.PARQUET);

    Dataset<Row> written = session.read().parquet(folder.resolve("out").toString());
    assertThat(written.columns())
        .startsWith(table.columns())
        .endsWith("prediction", "prediction_probability");
    Dataset<Row> kept = written.drop("prediction", "prediction_probability");
    assertThat(kept.schema()).isEqualTo(table.schema().asNullable());
    assertThat(shown(kept)).isEqualTo(shown(table));
  }

  /** Returns the values as text, since an array of bytes would be printed as its address. */
  private static String shown(Dataset<Row> table) {
    return table.withColumn("bytes", functions.hex(table.col("bytes"))).collectAsList().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CSV  | words,note\\n        | words,note,prediction,prediction_probability",
        "TSV  | words\\n             | words\\tprediction\\tprediction_probability",
        "CSV  | ''                   | words,prediction,prediction_probability",
        "JSON | ''                   | ''",
      })
  void aTableWithoutRowsIsReadBackEmpty(CorpusFormat format, String content, String written)
      throws IOException {
    Path input = folder.resolve("in");
    Files.writeString(input, content.translateEscapes());
    assertThat(predict(input, format, "out", format)).isEqualTo(new PredictionCounts(0, 0, 0));
    assertThat(String.join("\n", lines("out"))).isEqualTo(written.translateEscapes());
    assertThat(predict(folder.resolve("out"), format, "again", CorpusFormat.JSON, "again").rows())
        .isZero();
  }

  @Test
  void aTableWithoutRowsHasItsColumnsInParquet() throws IOException {
    Path input = Files.writeString(folder.resolve("in.csv"), "words,note\n");
    predict(input, CorpusFormat.CSV, "out", CorpusFormat.PARQUET);
    Dataset<Row> written = fixture.session().read().parquet(folder.resolve("out").toString());
    assertThat(written.columns())
        .containsExactly("words", "note", "prediction", "prediction_probability");
    assertThat(written.count()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TSV | false | w1\\n\\nw2\\n             | 3 | 1",
        "TSV | true  | words\\tid\\nw1\\t1\\n\\t\\nw2\\t3\\n | 3 | 1",
        "CSV | true  | words,id\\nw1,1\\n,\\nw2,3\\n | 3 | 1",
        "CSV | false | w1\\r\\n\\r\\n\\r\\nw2      | 4 | 2",
        "CSV | true  | words\\nw1\\n\"\"\\n\\n     | 3 | 2",
      })
  void everyRowHasALine(
      CorpusFormat format, boolean header, String content, long rows, long without)
      throws IOException {
    Path input = folder.resolve("in");
    Files.writeString(input, content.translateEscapes());
    PredictionInput table =
        new PredictionInput(
            List.of(input.toString()), format, header, List.of(header ? "words" : "1"));
    PredictionCounts counts =
        fixture.predict(fixture.labels(), GREEDY, table, output("out", format));
    assertThat(counts).isEqualTo(new PredictionCounts(rows, without, rows));
    assertThat(lines("out")).hasSize((int) rows + (header ? 1 : 0));
  }

  @Test
  void evaluationReadsWhatWasWritten() throws IOException {
    predict(fixture.table(), CorpusFormat.JSON, "out", CorpusFormat.JSON);
    assertThat(fixture.evaluate(fixture.labels(), folder.resolve("out")).scalars())
        .isEqualTo(fixture.evaluate(fixture.labels(), fixture.table()).scalars());
  }

  private PredictionCounts predict(Path from, CorpusFormat format, String to, CorpusFormat written)
      throws IOException {
    return predict(from, format, to, written, "prediction");
  }

  private PredictionCounts predict(
      Path from, CorpusFormat format, String to, CorpusFormat written, String column)
      throws IOException {
    return fixture.predict(
        fixture.labels(),
        GREEDY,
        new PredictionInput(List.of(from.toString()), format, true, List.of("words")),
        new PredictionOutput(folder.resolve(to).toString(), written, column));
  }
}
