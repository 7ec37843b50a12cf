package dev.unfold.driver.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAccessCheckTest {
  @TempDir private Path folder;
  private final WriteAccessCheck check = new WriteAccessCheck("run.dir", new Configuration());

  @BeforeEach
  void fill() throws IOException {
    Files.createFile(folder.resolve("file"));
    Files.createDirectory(folder.resolve("empty"));
    Files.createSymbolicLink(folder.resolve("dead"), folder.resolve("nowhere"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("empty"));
  }

  @Test
  void aFolderThatCanBeCreatedIsNotCreated() throws IOException {
    for (String path : new String[] {"", "empty", "link", "a", "a/b/c", "empty/a", "link/a"}) {
      assertThatNoException().isThrownBy(() -> check.requireFolder(in(path)));
    }
    assertThat(folder.resolve("empty")).isEmptyDirectory();
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(4);
    }
  }

  @Test
  void aFolderThatCannotBeCreatedIsRefused() {
    Map<String, String> reasons =
        Map.of(
            in("file"),
            "/file is a file",
            in("file/a"),
            "/file is a file",
            in("file/a/b"),
            "/file is a file",
            in("dead"),
            "it is a dangling link",
            in("dead/a"),
            "it is a dangling link",
            "/proc/unfold/run",
            "cannot make folder");
    reasons.forEach(
        (path, reason) ->
            assertThatThrownBy(() -> check.requireFolder(path))
                .isInstanceOfSatisfying(
                    StorageException.class,
                    e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIGURATION))
                .hasMessageStartingWith("run.dir: cannot write file:" + withoutDead(path))
                .hasMessageContaining(reason));
  }

  @Test
  void anExistingFileIsAcceptedButNotAFolder() {
    assertThatNoException().isThrownBy(() -> check.requireFile(in("file")));
    assertThatNoException().isThrownBy(() -> check.requireFile(in("a/file")));
    assertThatThrownBy(() -> check.requireFile(in("empty"))).hasMessageEndingWith("it is a folder");
    assertThatThrownBy(() -> check.requireFile(in("file/a")))
        .hasMessageEndingWith("/file is a file");
  }

  @Test
  void anOutputThatMustBeNewMustNotExist() {
    assertThatNoException().isThrownBy(() -> check.requireNew(in("a/new")));
    for (String there : new String[] {"file", "empty"}) {
      assertThatThrownBy(() -> check.requireNew(in(there)))
          .hasMessageContaining("it already exists and is not overwritten");
    }
  }

  @Test
  void aFileSystemWithoutItsLibraryIsNamed() {
    assertThatThrownBy(() -> check.requireFolderAnywhere("s3a://bucket/events"))
        .hasMessageStartingWith(
            "cannot open s3a://bucket/events: the library of its file system is missing");
  }

  private static String withoutDead(String path) {
    return path.endsWith("dead/a") ? path.substring(0, path.length() - 2) : path;
  }

  private String in(String path) {
    return folder.resolve(path).toString();
  }
}
