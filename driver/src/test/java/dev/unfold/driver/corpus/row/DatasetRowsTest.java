package dev.unfold.driver.corpus.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatasetRowsTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  private static List<String> places(Dataset<Row> rows) throws IOException {
    CorpusSettings settings =
        CorpusSettings.ofTable(
            List.of("the dataset"),
            CorpusFormat.TABLE,
            true,
            InputColumns.of(
                new InputSettings("x", InputSettings.Kind.NUMBERS, 0, false, true, false)),
            new SequenceSettings(List.of("who"), List.of("at"), 0, new WindowSettings(0, 1)),
            new TargetSettings("", TargetSettings.Kind.NONE, 0));
    DatasetRows reader = DatasetRows.of(settings, SPARK.context().hadoopConfiguration());
    Dataset<Row> read =
        DatasetRows.withWholeRow(rows)
            .select(reader.columnsToRead().stream().map(functions::col).toArray(Column[]::new));
    List<String> places = new ArrayList<>();
    reader
        .read(read.collectAsList().iterator())
        .forEachRemaining((PredictionRow row) -> places.add(row.place()));
    return places;
  }

  @Test
  void aStepIsNamedByItsPositionAndToldApartByAHash() throws IOException {
    StructType columns =
        new StructType()
            .add("who", "string")
            .add("at", "double")
            .add("x", "double")
            .add("photo", "binary")
            .add("name", "string");
    Dataset<Row> rows =
        SparkSession.builder()
            .sparkContext(SPARK.context().sc())
            .getOrCreate()
            .createDataFrame(
                List.of(
                    RowFactory.create("a\nb", 1.5, 2.0, new byte[] {1, 2}, "Secret"),
                    RowFactory.create("a\nb", 1.5, 2.0, new byte[] {1, 3}, "Secret")),
                columns);
    List<String> places = places(rows);

    assertThat(places).doesNotHaveDuplicates().hasSize(2);
    assertThat(places)
        .allMatch(place -> place.matches("row with who a\\\\nb, at 1.5, hash [0-9a-f]{16}"));
    assertThat(places(rows)).as("the same rows again").isEqualTo(places);
  }
}
