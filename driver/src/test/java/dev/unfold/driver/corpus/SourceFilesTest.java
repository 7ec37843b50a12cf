package dev.unfold.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    for (String name :
        List.of(
            "b.txt", "a.txt", "sub/deep/c.txt", "sub/.hidden", "_logs/x", "_SUCCESS", "q[1].txt")) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "12345");
    }
    Files.createDirectories(directory.resolve("nothing"));
  }

  @Test
  void listsFoldersGlobsAndFilesSortedAndOnce() throws IOException {
    assertThat(names("")).containsExactly("a.txt", "b.txt", "q[1].txt", "sub/deep/c.txt");
    assertThat(names("*.txt")).containsExactly("a.txt", "b.txt", "q[1].txt");
    assertThat(names("{b,a}.txt", "a.txt")).containsExactly("a.txt", "b.txt");
    assertThat(names("q[1].txt")).containsExactly("q[1].txt");
    assertThat(names("_SUCCESS")).containsExactly("_SUCCESS");
    SourceFile file = list("a.txt").get(0);
    assertThat(file.size()).isEqualTo(5);
    assertThat(file.modified()).isEqualTo(directory.resolve("a.txt").toFile().lastModified());
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> list("missing.txt"))
        .isInstanceOf(CorpusException.class)
        .hasMessage("cannot list " + directory.resolve("missing.txt") + ": it does not exist");
    assertThatThrownBy(() -> list("*.csv"))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("*.csv: it does not exist");
    assertThatThrownBy(() -> list("nothing"))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("no text files in " + directory.resolve("nothing"));
    assertThatThrownBy(() -> SourceFiles.list(List.of(), new Configuration()))
        .isInstanceOf(CorpusException.class);
    assertThatThrownBy(() -> SourceFiles.list(List.of("nonsense://x/y"), new Configuration()))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("nonsense");
  }

  private List<SourceFile> list(String... names) throws IOException {
    return SourceFiles.list(
        Arrays.stream(names).map(name -> directory + "/" + name).toList(), new Configuration());
  }

  private List<String> names(String... names) throws IOException {
    String root = "file:" + directory + "/";
    return list(names).stream().map(file -> file.path().substring(root.length())).toList();
  }
}
