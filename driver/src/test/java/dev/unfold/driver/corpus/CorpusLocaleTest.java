package dev.unfold.driver.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.source.SourceReader;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.file.AppendableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that names which the locale of a process cannot express are rejected and not skipped. */
class CorpusLocaleTest {
  @TempDir private Path directory;

  @Test
  void namesThatTheLocaleCannotExpressAreRefused() throws Exception {
    Files.writeString(directory.resolve("a.txt"), "text");
    Files.writeString(directory.resolve("donn\u00E9es.txt"), "text");
    assertThat(inLocaleC())
        .hasSize(4)
        .allMatch(line -> line.contains(": the locale, whose encoding is ANSI_X3.4-1968, cannot"))
        .allMatch(line -> line.endsWith("set LC_ALL to a locale of UTF-8, such as C.UTF-8"));
  }

  private List<String> inLocaleC() throws Exception {
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Listing.class.getName(),
            directory.toString());
    process.environment().put("LC_ALL", "C");
    process.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process running = process.start();
    List<String> lines =
        new String(running.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(running.waitFor()).isZero();
    return lines;
  }

  /**
   * Prints the reasons why a folder cannot be listed, a file in it cannot be read, and nothing can
   * be written.
   */
  static final class Listing {
    private Listing() {}

    public static void main(String[] arguments) {
      String folder = arguments[0];
      Configuration configuration = new Configuration();
      print(() -> SourceFiles.list(List.of(folder), configuration));
      SourceFile file = new SourceFile("file:" + folder + "/donn\u00E9es.txt", 4, 0);
      print(() -> new SourceReader(file, configuration));
      print(() -> CommitFolder.open(folder + "/mod\u00E8le", configuration).make());
      print(() -> AppendableFile.create(folder + "/mod\u00E8le", "events", configuration).close());
    }

    private static void print(Action action) {
      try {
        action.run();
        System.out.println("nothing was refused");
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }

    private interface Action {
      void run() throws IOException;
    }
  }
}
