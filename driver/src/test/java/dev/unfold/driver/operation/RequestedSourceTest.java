package dev.unfold.driver.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RequestedSourceTest {
  private static final List<String> PATHS = List.of("reviews");

  private static Preprocessing.Table trained(CorpusFormat format) {
    return new Preprocessing.Table(
        format,
        false,
        List.of(new InputSettings("text", InputSettings.Kind.WORDS, 0, false, true, false)),
        SequenceSettings.none(),
        new TargetSettings("stars", TargetSettings.Kind.LABEL, 0));
  }

  private static RequestedSource source(CorpusFormat format, String source, String... options) {
    return new RequestedSource(format, null, source, "", List.of(options), "");
  }

  @Test
  void whatIsNotRequestedIsAsInTraining() {
    CorpusSettings csv = RequestedSource.asInTraining().corpus(PATHS, trained(CorpusFormat.CSV));
    assertThat(csv.format()).isEqualTo(CorpusFormat.CSV);
    assertThat(csv.header()).isFalse();
    assertThat(csv.where().train()).isEmpty();
    assertThat(csv.source()).isEqualTo(SourceSettings.none());
    assertThat(RequestedSource.asInTraining().format(trained(CorpusFormat.SPARK)))
        .isEqualTo(CorpusFormat.TABLE);
    RequestedSource where =
        new RequestedSource(CorpusFormat.JSON, true, "", "", List.of(), "day > 3");
    CorpusSettings json = where.corpus(PATHS, trained(CorpusFormat.CSV));
    assertThat(json.format()).isEqualTo(CorpusFormat.JSON);
    assertThat(json.header()).isTrue();
    assertThat(json.where().train()).isEqualTo("day > 3");
  }

  @Test
  void aSourceOfSparkHasItsOptions() {
    for (CorpusFormat format : new CorpusFormat[] {null, CorpusFormat.SPARK}) {
      CorpusSettings jdbc =
          new RequestedSource(format, null, "jdbc", "dbtable", List.of("user=x", "url=a=b"), "")
              .corpus(PATHS, trained(CorpusFormat.CSV));
      assertThat(jdbc.format()).isEqualTo(CorpusFormat.SPARK);
      assertThat(jdbc.source())
          .isEqualTo(new SourceSettings("jdbc", "dbtable", List.of("user=x", "url=a=b")));
    }
    assertThat(source(null, "delta").settings().location()).isEqualTo("path");
  }

  @Test
  void optionsNeedASource() {
    assertRefused(
        () -> source(null, "", "user=x"), "--option: expected no value without --source, found 1");
    assertRefused(
        () -> new RequestedSource(null, null, "", "dbtable", List.of(), ""),
        "--location: expected no value without --source, found dbtable");
    assertRefused(
        () -> source(CorpusFormat.SPARK, ""),
        "--source: expected a data source of Spark where --format is spark, found none");
    assertRefused(
        () -> source(CorpusFormat.CSV, "delta"),
        "--source: expected no value for another --format than spark, found delta");
    assertRefused(
        () -> source(null, "jdbc", "user").settings(),
        "corpus.source.options: expected options as");
  }

  private static void assertRefused(ThrowingCallable request, String message) {
    assertThatThrownBy(request)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(message);
  }
}
