package dev.unfold.worker.file;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A folder on this machine. */
public record LocalFolder(Path folder) implements CommittedFiles {
  @Override
  public boolean isEmpty() throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
  }

  @Override
  public InputStream read(String name) throws IOException {
    if (size(name).isEmpty()) {
      throw unusable(ErrorKind.DATA, name + " is not a regular file");
    }
    return Files.newInputStream(folder.resolve(name));
  }

  @Override
  public IOException unusable(ErrorKind kind, String reason) {
    return new UnusableFolderException(kind, folder + " cannot be used: " + reason);
  }
}
