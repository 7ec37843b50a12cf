package dev.unfold.driver.storage;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.CommitFileSystem;
import dev.unfold.driver.storage.fs.FileEntry;
import dev.unfold.driver.storage.fs.LocalCommitFileSystem;
import dev.unfold.driver.storage.fs.PositionalInput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder on the local file system whose storage may fail before or after each operation. */
public final class FaultyStorage implements CommitFileSystem {
  private final CommitFileSystem files = new LocalCommitFileSystem();
  private final Fault fault;

  /**
   * Called before and after each call to storage; the call throws the exceptions of this method.
   */
  @FunctionalInterface
  public interface Fault {
    /**
     * Fails or returns.
     *
     * @param operation the operation, such as {@code rename}
     * @param done whether the operation was performed
     */
    void at(String operation, boolean done) throws IOException;
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private interface Step {
    void run() throws IOException;
  }

  private FaultyStorage(Fault fault) {
    this.fault = fault;
  }

  /** Opens a folder. */
  public static CommitFolder open(Path folder, Fault fault) {
    return new CommitFolder(new FaultyStorage(fault), folder.toUri().toString());
  }

  private <T> T call(String operation, Call<T> call) throws IOException {
    fault.at(operation, false);
    T result = call.run();
    fault.at(operation, true);
    return result;
  }

  private void step(String operation, Step step) throws IOException {
    call(
        operation,
        () -> {
          step.run();
          return operation;
        });
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return faulty(call("create", () -> files.create(path)));
  }

  @Override
  public OutputStream createInFolder(String path) throws IOException {
    return faulty(call("create", () -> files.createInFolder(path)));
  }

  private OutputStream faulty(OutputStream created) {
    return new FilterOutputStream(created) {
      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        step("write", () -> out.write(bytes, offset, count));
      }

      @Override
      public void close() throws IOException {
        step("close", out::close);
      }
    };
  }

  @Override
  public InputStream open(String path) throws IOException {
    return call("open", () -> files.open(path));
  }

  @Override
  public PositionalInput openPositional(String path) throws IOException {
    PositionalInput input = files.openPositional(path);
    return new PositionalInput() {
      @Override
      public long length() {
        return input.length();
      }

      @Override
      public void readFully(long position, byte[] bytes, int offset, int count) throws IOException {
        input.readFully(position, bytes, offset, count);
      }

      @Override
      public void close() throws IOException {
        step("close", input::close);
      }
    };
  }

  @Override
  public Optional<FileEntry> status(String path) throws IOException {
    return call("status", () -> files.status(path));
  }

  @Override
  public List<FileEntry> list(String path) throws IOException {
    return call("list", () -> files.list(path));
  }

  @Override
  public void makeFolders(String path) throws IOException {
    step("make", () -> files.makeFolders(path));
  }

  @Override
  public boolean deleteRecursively(String path) throws IOException {
    return call("delete", () -> files.deleteRecursively(path));
  }

  @Override
  public void renameWithoutOverwrite(String from, String to) throws IOException {
    step("rename", () -> files.renameWithoutOverwrite(from, to));
  }

  @Override
  public void renameReplacing(String from, String to) throws IOException {
    step("replace", () -> files.renameReplacing(from, to));
  }

  @Override
  public void setModified(String path, long milliseconds) throws IOException {
    step("touch", () -> files.setModified(path, milliseconds));
  }
}
