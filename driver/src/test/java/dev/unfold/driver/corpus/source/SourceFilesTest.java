package dev.unfold.driver.corpus.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceFilesTest {
  private static final Configuration CONFIGURATION = new Configuration();

  /**
   * Names with control characters, spaces of all kinds, composed characters, and characters beyond
   * the first plane.
   */
  private static final String FURTHER =
      "\u0001\t\n\r\u001F\u007F\u0085\u00A0\u00E9e\u0301\u200B\u2028\u3000\u4E2D\uFEFF\uFFFD"
          + "\uD83D\uDE00";

  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void write() throws IOException {
    directory = temporary.toRealPath();
    for (String name :
        List.of(
            "b.txt", "a.txt", "sub/deep/c.txt", "sub/.hidden", "_logs/x", "_SUCCESS", "q[1].txt")) {
      put(name);
    }
    Files.createDirectories(directory.resolve("nothing"));
  }

  private Path put(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "12345");
  }

  @Test
  void listsFoldersGlobsAndFilesSortedAndOnce() throws IOException {
    assertThat(names("")).containsExactly("a.txt", "b.txt", "q[1].txt", "sub/deep/c.txt");
    assertThat(names("*.txt")).containsExactly("a.txt", "b.txt", "q[1].txt");
    assertThat(names("{b,a}.txt", "a.txt")).containsExactly("a.txt", "b.txt");
    assertThat(names("{sub/deep/c,a}.txt")).containsExactly("a.txt", "sub/deep/c.txt");
    assertThat(names("s?b/*/[a-c].txt")).containsExactly("sub/deep/c.txt");
    assertThat(names("_SUCCESS")).containsExactly("_SUCCESS");
    SourceFile file = list("a.txt").get(0);
    assertThat(file.size()).isEqualTo(5);
    assertThat(file.modified()).isEqualTo(directory.resolve("a.txt").toFile().lastModified());
  }

  @Test
  void aNameThatExistsIsNotAGlob() throws IOException {
    put("q1.txt");
    put("q[1]/x*.txt");
    put("q[1]/xy.txt");
    put("q1/xz.txt");
    assertThat(names("q[1].txt")).containsExactly("q[1].txt");
    assertThat(names("q[1]/x*.txt")).containsExactly("q[1]/x*.txt");
    assertThat(names("q[1]/x?.txt")).containsExactly("q[1]/x*.txt", "q[1]/xy.txt");
    assertThat(names("q[1]*")).contains("q1.txt", "q1/xz.txt").doesNotContain("q[1].txt");
    assertThat(names("q\\[1\\].tx?")).containsExactly("q[1].txt");
  }

  @Test
  void aNameMayHaveAnyCharacter() throws IOException {
    List<String> characters =
        new ArrayList<>(IntStream.range(' ', 0x7F).mapToObj(Character::toString).toList());
    FURTHER.codePoints().mapToObj(Character::toString).forEach(characters::add);
    characters.removeIf("/"::equals);
    for (String character : characters) {
      for (String name : List.of("x" + character + "y/z" + character + ".txt", "n/" + character)) {
        boolean hidden = name.equals("n/.") || name.equals("n/_");
        if (hidden) {
          continue;
        }
        Path file = put(name);
        String folder = name.substring(0, name.indexOf('/'));
        for (String path : List.of(name, folder, folder + "/*")) {
          List<SourceFile> listed = list(path);
          assertThat(listed).as(path).extracting(SourceFile::path).containsExactly("file:" + file);
          try (SourceReader reader = new SourceReader(listed.get(0), CONFIGURATION)) {
            assertThat(reader.read()).isEqualTo('1');
          }
          SourceFiles.requireUnchanged(listed, CONFIGURATION);
        }
        Files.delete(file);
      }
    }
  }

  @Test
  void aColonIsAPartOfTheName() throws IOException {
    put("t/log_2026-01-01T00:00:00.txt");
    for (String path : List.of("t", "t/*", "t/*.txt", "t/log_*T00:00:0?.txt")) {
      assertThat(names(path)).containsExactly("t/log_2026-01-01T00:00:00.txt");
    }
    assertThatThrownBy(() -> SourceFiles.list(List.of("a:b.txt"), CONFIGURATION))
        .hasMessage("cannot list a:b.txt: it does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b.txt._COPYING_",
        "b.tmp",
        "b.txt.TMP",
        "b.csv.inprogress",
        "part-0-0.inprogress.1f3c",
        "b.in-progress",
        "b.pending",
        "b.part",
        "b.gz.partial",
        "b.filepart",
        "b.crdownload",
        "b.download",
        "b.csv.aria2",
        "b.txt.incomplete",
        "b.txt.swp",
        "b.txt~",
        "b.txt.~1~",
        "#b.txt#",
        "~$b.csv",
        "+tmp/b.txt",
        "beam-temp-b.txt-1f3c/b.txt",
        "b_.gstmp",
        "b.crc",
        "_temporary/0/part-0",
        ".hive-staging/part-0",
        "_b",
        ".b.txt.crc"
      })
  void unfinishedAndHiddenFilesAreSkippedUnlessTheyAreNamed(String name) throws IOException {
    put("mixed/" + name);
    assertThatThrownBy(() -> list("mixed"))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            "no text files in %s/mixed; skipped 1 whose names start with . or _ or are those of"
                + " unfinished files",
            directory);
    put("mixed/a.txt");
    assertThat(names("mixed")).containsExactly("mixed/a.txt");
    assertThat(names("mixed/*")).containsExactly("mixed/a.txt");
    assertThat(names("mixed/" + name)).containsExactly("mixed/" + name);
  }

  @Test
  void aFileThatSeveralLinksLeadToIsListedOnce() throws IOException {
    Files.createSymbolicLink(directory.resolve("0.txt"), Path.of("a.txt"));
    Files.createSymbolicLink(directory.resolve("z"), directory.resolve("sub/deep"));
    assertThat(names("")).containsExactly("0.txt", "b.txt", "q[1].txt", "sub/deep/c.txt");
    assertThat(names("z", "a.txt")).containsExactly("a.txt", "z/c.txt");
  }

  @Test
  void danglingAndCyclicLinksAreRefused() throws IOException {
    Path link = directory.resolve("sub/link");
    Files.createSymbolicLink(link, Path.of("missing"));
    assertRefused("", "file:" + link + " is a link to missing, which does not exist");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("link"));
    assertRefused("", "file:" + link + " is a link that leads to itself");
    assertRefused("sub/link", "file:" + link + " is a link that leads to itself");
    Files.delete(link);
    Files.createSymbolicLink(link, directory);
    assertRefused("", "file:" + link + " is a folder that contains itself: remove the link");
    assertRefused("sub", "file:" + link + "/sub is a folder that contains itself");
  }

  @Test
  void whatIsNoFileIsRefused() throws Exception {
    run("mkfifo", directory.resolve("sub/pipe").toString());
    assertRefused(
        "sub",
        "file:" + directory + "/sub/pipe: expected a file or folder, found a pipe, a socket or a");
    assertRefused("sub/pipe", "/sub/pipe: expected a file or folder");
  }

  @Test
  void aNameOfOtherBytesIsRefused() throws Exception {
    run("bash", "-c", "touch '" + directory + "/sub/'$'donn\\xE9es.txt'");
    assertRefused(
        "", "file:" + directory + "/sub/donn\uFFFDes.txt: expected a name in UTF-8, found other");
  }

  @Test
  void whatMayNotBeReadIsNamed() throws IOException {
    Path folder = directory.resolve("sub/deep");
    folder.toFile().setReadable(false, false);
    try {
      if (!Files.isReadable(folder)) { // root reads all
        assertRefused("", "cannot read file:" + folder + ": permission denied for user ");
      }
    } finally {
      folder.toFile().setReadable(true, false);
    }
  }

  @ParameterizedTest
  @CsvSource({"a.zip", "sub/a.txt.xz"})
  void compressionsThatAreNotSupportedAreRefused(String name) throws IOException {
    put(name);
    assertRefused("", "/" + name + ": expected a plain file or one compressed by gzip (.gz)");
  }

  @Test
  void namesMissingFiles() {
    assertThatThrownBy(() -> list("missing.txt"))
        .isInstanceOf(CorpusException.class)
        .hasMessage("cannot list " + directory.resolve("missing.txt") + ": it does not exist");
    assertRefused("*.csv", "*.csv: it does not exist");
    assertRefused("a.txt/b", "a.txt/b: it does not exist");
    assertRefused("[", "[");
    assertRefused("nothing", "no text files in " + directory.resolve("nothing"));
    assertThatThrownBy(() -> SourceFiles.list(List.of(), CONFIGURATION))
        .isInstanceOf(CorpusException.class);
    assertThatThrownBy(() -> SourceFiles.list(List.of(""), CONFIGURATION))
        .isInstanceOf(CorpusException.class);
    assertThatThrownBy(() -> SourceFiles.list(List.of("nonsense://x/y"), CONFIGURATION))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("nonsense");
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private void assertRefused(String name, String message) {
    assertThatThrownBy(() -> list(name))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(message);
  }

  private List<SourceFile> list(String... names) throws IOException {
    return SourceFiles.list(
        Arrays.stream(names).map(name -> directory + "/" + name).toList(), CONFIGURATION);
  }

  private List<String> names(String... names) throws IOException {
    String root = "file:" + directory + "/";
    return list(names).stream().map(file -> file.path().substring(root.length())).toList();
  }
}
