package dev.unfold.driver.storage;

import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.file.CommitManifest;
import dev.unfold.worker.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A hostile commit with a valid manifest. */
public final class HandmadeCommit {
  private final Path folder;
  private final SortedMap<String, CommitManifest.Entry> entries = new TreeMap<>();

  /**
   * @param folder the folder of a commit, with or without a manifest
   */
  public HandmadeCommit(Path folder) throws IOException {
    this.folder = folder;
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      for (String name : names) {
        if (!name.equals(CommitManifest.NAME)) {
          enter(name, Files.readAllBytes(folder.resolve(name)));
        }
      }
    }
  }

  /** Replaces a file and updates the manifest. */
  public void write(String name, byte[] content) throws IOException {
    ParserFuzzer.replace(folder.resolve(name), content);
    enter(name, content);
    ParserFuzzer.replace(folder.resolve(CommitManifest.NAME), new CommitManifest(entries).encode());
  }

  private void enter(String name, byte[] content) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(content);
    entries.put(name, new CommitManifest.Entry(content.length, Sha256.hex(digest)));
  }
}
