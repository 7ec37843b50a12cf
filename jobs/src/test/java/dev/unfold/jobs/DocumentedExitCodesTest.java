package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.jobs.process.ExitCode;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages list every exit code and every kind of error. */
class DocumentedExitCodesTest {
  private static final Pattern CODE = Pattern.compile("^\\| (\\d) \\|.*$", Pattern.MULTILINE);
  private static final Pattern KIND =
      Pattern.compile("^\\| (\\w+) \\| [^|]+ \\| (\\d) \\|.*$", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"docs/train.md", "docs/retrain.md", "docs/schedule.md"})
  void aPageExplainsEveryCodeOnce(String page) throws IOException {
    assertThat(rows(page, CODE).stream().map(row -> row.group(1)))
        .containsExactlyElementsOf(ExitCode.descriptions().keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/train.md", "docs/schedule.md"})
  void theMeaningIsThatOfTheHelpOrMoreSpecific(String page) throws IOException {
    for (MatchResult row : rows(page, CODE)) {
      String meaning = ExitCode.descriptions().get(row.group(1));
      int end = meaning.indexOf(";");
      String shortest = end < 0 ? meaning : meaning.substring(0, end);
      assertThat(row.group()).contains(row.group(1).equals("0") ? "" : shortest);
    }
  }

  @Test
  void theTableOfKindsHasTheCodeOfEachKind() throws IOException {
    Map<String, String> expected =
        Arrays.stream(ErrorKind.values())
            .collect(
                Collectors.toMap(
                    kind -> kind.name().toLowerCase(Locale.ROOT),
                    kind -> Integer.toString(ExitCode.of(kind).code())));

    assertThat(
            rows("docs/train.md", KIND).stream()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2))))
        .isEqualTo(expected);
  }

  private static List<MatchResult> rows(String page, Pattern row) throws IOException {
    return row.matcher(DocumentationPage.read(Path.of(page)).prose()).results().toList();
  }
}
