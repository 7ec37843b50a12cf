package dev.unfold.driver.training.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.worker.sequence.UnknownTokenCount;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusCheckTest {
  private static final UnknownTokenCount KNOWN = new UnknownTokenCount(50, 1000);

  @ParameterizedTest
  @CsvSource({"51, 1000, true", "50, 1000, false", "0, 0, false", "1, 1, true"})
  void moreThanFivePercentOfUnknownTokensCauseAWarning(long unknown, long tokens, boolean warned) {
    CorpusCheck train =
        new CorpusCheck("train", tokens(unknown, tokens), none(), List.of(), Set.of());
    CorpusCheck test =
        new CorpusCheck("test", tokens(unknown, tokens), none(), List.of(), Set.of());

    assertThat(CorpusCheck.warnings(List.of(train, test))).hasSize(warned ? 2 : 0);
  }

  @Test
  void theWarningSaysHowManyAndWhatToDo() {
    CorpusCheck train = new CorpusCheck("train", KNOWN, none(), List.of(), Set.of());
    CorpusCheck validation =
        new CorpusCheck("validation", KNOWN, tokens(250, 2000), List.of(), Set.of());

    assertThat(CorpusCheck.warnings(List.of(train, validation)))
        .singleElement()
        .asString()
        .startsWith("12.5 % of the tokens of the targets of corpus.validation (250 of 2,000)")
        .contains("its metrics mean little: raise corpus.vocabulary.size or lower")
        .contains("corpus.vocabulary.min-count, or use text that resembles corpus.train");
  }

  @Test
  void metricsOfUnknownInputsCauseNoWarning() {
    CorpusCheck train = new CorpusCheck("train", KNOWN, KNOWN, List.of(), Set.of());
    CorpusCheck validation =
        new CorpusCheck("validation", tokens(250, 2000), KNOWN, List.of(), Set.of());

    assertThat(CorpusCheck.warnings(List.of(train, validation)))
        .singleElement()
        .asString()
        .startsWith("12.5 % of the tokens of the inputs of corpus.validation (250 of 2,000)")
        .doesNotContain("mean little");
  }

  @Test
  void trainingFilesAreRecognizedByPathOrElseByContent() {
    CorpusCheck train = files("train", "equal", "a", "b", "c");
    assertThat(CorpusCheck.warnings(List.of(train, files("validation", "equal", "b", "d"))))
        .singleElement()
        .asString()
        .startsWith("1 of the 2 files of corpus.validation are files of corpus.train, such as b.");
    assertThat(CorpusCheck.warnings(List.of(train, files("test", "equal", "d"))))
        .singleElement()
        .asString()
        .startsWith("corpus.test shares a part with corpus.train under another name.");
    assertThat(CorpusCheck.warnings(List.of(train, files("test", "other", "d")))).isEmpty();
  }

  private static CorpusCheck files(String name, String hash, String... paths) {
    List<SourceFile> files = Arrays.stream(paths).map(path -> new SourceFile(path, 1, 1)).toList();
    return new CorpusCheck(name, KNOWN, none(), files, Set.of(hash));
  }

  private static UnknownTokenCount tokens(long unknown, long tokens) {
    return new UnknownTokenCount(unknown, tokens);
  }

  private static UnknownTokenCount none() {
    return UnknownTokenCount.NONE;
  }
}
