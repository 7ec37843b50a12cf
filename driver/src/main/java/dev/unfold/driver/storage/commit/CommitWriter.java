package dev.unfold.driver.storage.commit;

import dev.unfold.worker.file.CommitManifest;
import dev.unfold.worker.file.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the files of a commit and computes their hashes. */
public final class CommitWriter {
  /** Writes the files of a commit. */
  @FunctionalInterface
  public interface Filler {
    void fill(CommitWriter writer) throws IOException;
  }

  /** Creates the files of a commit. */
  private interface Target {
    OutputStream create(String name) throws IOException;
  }

  private final Target target;
  private final String where;
  private final SortedMap<String, CommitManifest.Entry> entries = new TreeMap<>();
  private int open;

  CommitWriter(CommitFolder folder) {
    this(folder::create, folder.path());
  }

  private CommitWriter(Target target, String where) {
    this.target = target;
    this.where = where;
  }

  /** Returns the manifest of files without storing them. */
  static CommitManifest manifestOf(Filler filler) throws IOException {
    CommitWriter writer =
        new CommitWriter(name -> OutputStream.nullOutputStream(), "a commit that is not stored");
    filler.fill(writer);
    return writer.finish();
  }

  /** Creates a file of the commit; the caller must close it before the commit is finished. */
  public OutputStream create(String name) throws IOException {
    if (name.equals(CommitManifest.NAME) || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("expected a plain file name, found \"" + name + "\"");
    }
    OutputStream file = target.create(name);
    open++;
    return new Digested(name, file);
  }

  CommitManifest finish() throws IOException {
    if (open != 0) {
      throw new IllegalStateException(open + " files of " + where + " were left open");
    }
    CommitManifest manifest = new CommitManifest(entries);
    try (OutputStream out = target.create(CommitManifest.NAME)) {
      out.write(manifest.encode());
    }
    return manifest;
  }

  private final class Digested extends FilterOutputStream {
    private final String name;
    private final MessageDigest digest = Sha256.newDigest();
    private long size;
    private boolean closed;

    Digested(String name, OutputStream file) {
      super(file);
      this.name = name;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      digest.update((byte) value);
      size++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
      digest.update(bytes, offset, count);
      size += count;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      out.close();
      entries.put(name, new CommitManifest.Entry(size, Sha256.hex(digest)));
      open--;
    }
  }
}
