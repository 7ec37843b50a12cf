package dev.unfold.driver.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NioLocalFileSystemTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0644, 0600, 0400, 0755, 0777, 01777})
  void setsThePermissionsThatHadoopSets(int mode) throws IOException {
    Path nio = Files.createFile(directory.resolve("nio"));
    Path hadoop = Files.createFile(directory.resolve("hadoop"));
    FsPermission permission = new FsPermission((short) mode);

    open(new NioLocalFileSystem()).setPermission(hadoopPath(nio), permission);
    open(new LocalFileSystem()).setPermission(hadoopPath(hadoop), permission);

    assertThat(mode(nio)).isEqualTo(mode(hadoop));
    assertThat(mode(nio) & 07777).isEqualTo(mode);
  }

  @Test
  void isTheFileSystemOfTheTests() throws IOException {
    assertThat(hadoopPath(directory).getFileSystem(new Configuration()))
        .isInstanceOf(NioLocalFileSystem.class);
  }

  private FileSystem open(FileSystem files) throws IOException {
    files.initialize(directory.toUri(), new Configuration());
    return files;
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode");
  }
}
