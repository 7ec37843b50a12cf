package dev.unfold.driver.corpus.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.NamedJobs;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberSchemasTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  @ParameterizedTest
  @CsvSource({
    "WORDS, LABEL, false",
    "WORDS, NEXT, false",
    "SETS, TAGS, false",
    "WORDS, VECTOR, true",
    "SETS, FRAMES, true",
    "NUMBERS, LABEL, true",
    "VECTOR, LABEL, true"
  })
  void rowsAreReadOnlyIfTheyHaveNumbers(
      InputSettings.Kind input, TargetSettings.Kind target, boolean read) throws Exception {
    int width = input == InputSettings.Kind.SETS ? 3 : 0;
    InputColumns inputs = InputColumns.of(new InputSettings("x", input, width, false, true, false));
    String column = target.hasColumn() ? "y" : "";
    TargetSettings predicted = new TargetSettings(column, target, 0);
    JavaRDD<RawExample> rows = SPARK.context().parallelize(List.<RawExample>of(), 1);

    List<String> jobs =
        NamedJobs.during(
            SPARK.context(),
            () -> assertThat(NumberSchemas.of(inputs, predicted, rows).target()).isEmpty());

    assertThat(jobs.isEmpty()).isEqualTo(!read);
  }
}
