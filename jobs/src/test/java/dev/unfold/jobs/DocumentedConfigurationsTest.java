package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every configuration on a page can be read, and every key named on a page exists. */
class DocumentedConfigurationsTest {
  private static final SettingsReader READER =
      new SettingsReader(Map.of("UNFOLD_DATA", "/data"), Configuration::new);

  /** Matches keys in code spans; a value after the key is ignored. */
  private static final Pattern KEY = Pattern.compile("`([a-z]+(?:\\.[a-z][a-z-]*)+)(?: = [^`]*)?`");

  private static final UnfoldSettings ANY = READER.readText("corpus.train = a, run.dir = b", "any");

  static List<DocumentationPage.Block> configurations() throws IOException {
    Pattern start = Pattern.compile("^(?:" + String.join("|", sections()) + ")\\b[. a-z-]*[={].*");
    return DocumentationPage.allBlocks().stream()
        .filter(
            block ->
                block.language().equals("hocon")
                    || (block.language().isEmpty()
                        && start.matcher(block.lines().get(0)).matches()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void isRead(DocumentationPage.Block block) {
    UnfoldSettings read = READER.readText(completed(block.text()), block.where());

    assertThat(read).as("it says something").isNotEqualTo(ANY);
  }

  /** Completes a fragment with the required keys. */
  private static String completed(String text) {
    boolean whole = Pattern.compile("^run\\.dir|^run \\{", Pattern.MULTILINE).matcher(text).find();
    return whole ? text : "corpus.train = a\nrun.dir = b\n" + text;
  }

  /** Pages for developers are not checked, because package names look like keys. */
  @Test
  void everyKeyThatAPageForUsersNamesExists() throws IOException {
    Set<String> known = SettingsReader.keys();
    List<String> unknown = new ArrayList<>();
    for (DocumentationPage page : DocumentationPage.all()) {
      for (MatchResult span : KEY.matcher(page.prose()).results().toList()) {
        String key = span.group(1);
        boolean isKey = sections().contains(key.substring(0, key.indexOf('.')));
        if (isKey && !page.isForDevelopers() && !known.contains(key)) {
          unknown.add(page + ": " + key);
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  private static Set<String> sections() {
    return SettingKeys.flatten(ANY).keySet().stream()
        .filter(key -> key.contains("."))
        .map(key -> key.substring(0, key.indexOf('.')))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
