package dev.unfold.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, cut into its fenced blocks and the prose around them.
 *
 * @param file the path relative to {@link #ROOT}
 * @param prose the lines outside the blocks
 */
record DocumentationPage(Path file, String prose, List<Block> blocks) {
  /** The root of the project, seen from the folder in which the tests of a module run. */
  static final Path ROOT = Path.of("..");

  private static final List<String> DEVELOPERS = List.of("ARCHITECTURE.md", "CONTRIBUTING.md");
  private static final Pattern FENCE = Pattern.compile("^\\s*```(\\S*)\\s*$");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.+?) *$", Pattern.MULTILINE);

  /**
   * A fenced block.
   *
   * @param where the page and the line of the fence, for messages
   * @param language the text after the opening fence; may be empty
   */
  record Block(String where, String language, List<String> lines) {
    String text() {
      return String.join("\n", lines);
    }

    @Override
    public String toString() {
      return where;
    }
  }

  /** Returns all pages for users and developers. */
  static List<DocumentationPage> all() throws IOException {
    List<DocumentationPage> pages = new ArrayList<>(List.of(read(Path.of("README.md"))));
    for (String name : DEVELOPERS) {
      pages.add(read(Path.of(name)));
    }
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
        pages.add(read(ROOT.relativize(file)));
      }
    }
    return pages;
  }

  static List<Block> allBlocks() throws IOException {
    return all().stream().flatMap(page -> page.blocks().stream()).toList();
  }

  static DocumentationPage read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> prose = new ArrayList<>();
    List<String> lines = Files.readAllLines(ROOT.resolve(file));
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        prose.add(lines.get(i));
        continue;
      }
      int start = i + 1;
      do {
        i++;
      } while (i < lines.size() && !FENCE.matcher(lines.get(i)).matches());
      blocks.add(new Block(file + ":" + start, fence.group(1), lines.subList(start, i)));
    }
    return new DocumentationPage(file, String.join("\n", prose), List.copyOf(blocks));
  }

  boolean isForDevelopers() {
    return DEVELOPERS.contains(file.toString());
  }

  /** Returns the anchors of the headings, as GitHub creates them. */
  List<String> anchors() {
    return HEADING
        .matcher(prose)
        .results()
        .map(heading -> heading.group(1).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
        .map(title -> title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", ""))
        .map(title -> title.replace(' ', '-'))
        .toList();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
