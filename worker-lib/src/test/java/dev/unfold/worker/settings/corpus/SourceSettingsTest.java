package dev.unfold.worker.settings.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSettingsTest {
  private static final CorpusSettings TABLE =
      CorpusSettings.ofTable(
          List.of("t"),
          CorpusFormat.TABLE,
          true,
          InputColumns.of(new InputSettings("x", InputSettings.Kind.WORDS, 0, false, true, false)),
          SequenceSettings.none(),
          new TargetSettings("y", TargetSettings.Kind.LABEL, 0));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=x",
        "PASSWORD=x",
        "auth.token=x",
        "fs.s3a.secret.key=x",
        "fs.s3a.access.key=x",
        "pwd=x",
        "sfPassword=x",
        "client-secret=x",
        "spark.cassandra.auth.username=x",
        "sas=x",
        "credentials=x",
        "url=jdbc:postgresql://db/shop?user=a&password=x&ssl=true",
        "url=jdbc:sqlserver://db;user=a;password=x;encrypt=true",
        "url=mongodb://a:x@db/shop",
        "path=https://store/a?sig=x&token=x",
        "path=https://store/a?sp=r&sig=x",
        "sig=x",
        "ssl.keystore.pass=x",
        "url=jdbc:sqlserver://db;user=a;password={x;=x}",
        "url=jdbc:oracle:thin:scott/x@db:1521/shop",
        "url=postgresql://a:p@:x@db/shop"
      })
  void secretsAreReplaced(String option) {
    String shown = new SourceSettings("f", "path", List.of(option)).optionsWithoutSecrets().get(0);
    assertThat(shown).contains("***").doesNotContain("=x", ":x@", "/x@");
    assertThat(shown).startsWith(option.substring(0, option.indexOf('=') + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "versionAsOf=3",
        "dbtable=public.t",
        "url=jdbc:postgresql://db:5432/shop",
        "header=true",
        "query=SELECT a FROM t WHERE b = 3 AND c=4",
        "design=4",
        "url=jdbc:h2:mem:shop;MODE=PostgreSQL"
      })
  void otherOptionsAreNot(String option) {
    assertThat(new SourceSettings("f", "path", List.of(option)).optionsWithoutSecrets())
        .containsExactly(option);
  }

  @Test
  void optionsHaveNamesAndValues() {
    assertThat(new SourceSettings("f", "path", List.of("a=b=c", "d=")).optionsByName())
        .containsEntry("a", "b=c")
        .containsEntry("d", "");
    for (String wrong : List.of("a", "=a", "")) {
      assertThatThrownBy(() -> new SourceSettings("f", "path", List.of(wrong)))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessage(
              "corpus.source.options: expected options as \"NAME=VALUE\", found one without a name"
                  + " or without =");
    }
  }

  @Test
  void aSourceIsGivenIfAndOnlyIfItIsRead() {
    assertThatThrownBy(
            () -> TABLE.from(List.of("t"), CorpusFormat.SPARK, SourceSettings.none(), ""))
        .hasMessage(
            "corpus.source.format: expected a data source of Spark where corpus.format is spark,"
                + " found none");
    SourceSettings delta = new SourceSettings("delta", "path", List.of());
    assertThatThrownBy(() -> TABLE.from(List.of("t"), CorpusFormat.PARQUET, delta, ""))
        .hasMessage(
            "corpus.source: expected no values where corpus.format is parquet, found format ="
                + " delta");
    assertThat(TABLE.from(List.of("t"), CorpusFormat.SPARK, delta, "a > 1").source())
        .isEqualTo(delta);
  }

  @ParameterizedTest
  @CsvSource({"TEXT, text", "WAV, wav"})
  void rowsAreSelectedInTablesOnly(CorpusFormat format, String name) {
    assertThatThrownBy(() -> TABLE.from(List.of("t"), format, SourceSettings.none(), "a > 1"))
        .hasMessageContaining(
            "corpus.where: expected no values where corpus.format is "
                + name
                + ", found train = \"a > 1\"");
  }
}
