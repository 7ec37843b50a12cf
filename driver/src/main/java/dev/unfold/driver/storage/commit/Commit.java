package dev.unfold.driver.storage.commit;

import dev.unfold.worker.file.CommitManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** A committed directory whose files were verified when it was opened. */
public final class Commit {
  private final CommitFolder folder;
  private final CommitManifest manifest;

  Commit(CommitFolder folder, CommitManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Opens a folder as a commit after comparing all its files with its manifest.
   *
   * @throws CorruptCommitException if it is missing, incomplete, damaged or not a commit
   */
  public static Commit open(CommitFolder folder) throws IOException {
    CommitManifest manifest = CommitManifest.read(folder);
    manifest.verify(folder);
    return new Commit(folder, manifest);
  }

  public CommitFolder folder() {
    return folder;
  }

  /** Returns whether its files are identical to those of a manifest. */
  boolean has(CommitManifest files) {
    return manifest.entries().equals(files.entries());
  }

  /** Returns the committed files, sorted. */
  public Set<String> names() {
    return manifest.entries().keySet();
  }

  /** Returns the size of a file in bytes. */
  public long size(String name) throws IOException {
    return entry(name).size();
  }

  /** Returns the SHA-256 of a file as 64 hexadecimal digits. */
  public String sha256(String name) throws IOException {
    return entry(name).sha256();
  }

  public InputStream read(String name) throws IOException {
    entry(name);
    return folder.read(name);
  }

  private CommitManifest.Entry entry(String name) throws IOException {
    CommitManifest.Entry entry = manifest.entries().get(name);
    if (entry == null) {
      throw new CorruptCommitException(
          "the folder " + folder + " has no file " + name + ", found " + names());
    }
    return entry;
  }
}
