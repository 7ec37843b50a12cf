package dev.unfold.worker.model;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.file.CommitManifest;
import dev.unfold.worker.file.LocalFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The files of a model in a folder on this machine. */
public final class LocalModelFiles implements ModelFiles {
  private final LocalFolder folder;
  private final CommitManifest manifest;

  private LocalModelFiles(LocalFolder folder, CommitManifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Opens a model after comparing its files with their checksums.
   *
   * @throws IOException if there is no model, or it is incomplete or damaged
   */
  public static LocalModelFiles open(Path path) throws IOException {
    LocalFolder folder = new LocalFolder(path);
    CommitManifest manifest = CommitManifest.read(folder);
    manifest.verify(folder);
    return new LocalModelFiles(folder, manifest);
  }

  @Override
  public InputStream read(String name) throws IOException {
    entry(name);
    return folder.read(name);
  }

  @Override
  public long size(String name) throws IOException {
    return entry(name).size();
  }

  @Override
  public String where(String name) {
    return folder.folder().resolve(name).toString();
  }

  private CommitManifest.Entry entry(String name) throws IOException {
    CommitManifest.Entry entry = manifest.entries().get(name);
    if (entry == null) {
      throw new ModelFormatException(
          ErrorKind.USAGE,
          folder.folder().toString(),
          "the folder of a model, with " + name,
          manifest.entries().keySet());
    }
    return entry;
  }
}
