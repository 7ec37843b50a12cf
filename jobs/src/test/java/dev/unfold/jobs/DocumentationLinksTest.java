package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links between pages are valid, and the files that pages name exist. */
class DocumentationLinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

  /**
   * Matches files of the project in code spans and blocks, but not those of other installations.
   */
  private static final Pattern FILE =
      Pattern.compile("(?<![\\w./$}-])((?:conf|scripts|docs)/[A-Za-z0-9_./-]*+)(?!\\*)");

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (DocumentationPage page : DocumentationPage.all()) {
      for (MatchResult link : LINK.matcher(page.prose()).results().toList()) {
        if (!link.group(1).contains(":") && !leadsSomewhere(page, link.group(1), link.group(2))) {
          broken.add(page + ": " + link.group());
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(DocumentationPage page, String file, String anchor)
      throws IOException {
    Path target = file.isEmpty() ? page.file() : page.file().resolveSibling(file).normalize();
    return Files.exists(DocumentationPage.ROOT.resolve(target))
        && (anchor == null || DocumentationPage.read(target).anchors().contains(anchor));
  }

  @Test
  void everyFileOfTheProjectThatAPageNamesExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (DocumentationPage page : DocumentationPage.all()) {
      String blocks =
          page.blocks().stream()
              .map(DocumentationPage.Block::text)
              .collect(Collectors.joining("\n"));
      for (MatchResult match : FILE.matcher(page.prose() + "\n" + blocks).results().toList()) {
        String name = match.group(1).replaceAll("\\.$", ""); // the end of a sentence
        boolean shown = blocks.contains("# " + name + "\n"); // as a file to be written
        if (!shown && !Files.exists(DocumentationPage.ROOT.resolve(name))) {
          missing.add(page + ": " + name);
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void theFirstPageListsEveryPage() throws IOException {
    String first = DocumentationPage.read(Path.of("README.md")).prose();

    assertThat(DocumentationPage.all().stream().map(page -> page.file().toString()))
        .allSatisfy(file -> assertThat(first + "(README.md)").contains("(" + file + ")"));
  }
}
