package dev.unfold.driver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.file.ReplaceableFile;
import dev.unfold.driver.storage.fs.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests storage that fails at any call, before or after the operation. */
class LostAnswersTest {
  @TempDir private Path directory;

  @Test
  void aCommitThatIsRepeatedAfterAnyFaultIsMadeOnce() throws IOException {
    boolean struck = true;
    for (int call = 1; struck; call++) {
      OneFault fault = new OneFault(call);
      Path place = directory.resolve(Integer.toString(call));
      NumberedCommits commits = new NumberedCommits(FaultyStorage.open(place, fault));

      assertThat(commitAgain(commits, "mine")).as("tries at call " + call).isLessThanOrEqualTo(2);

      struck = fault.struck;
      fault.left = 0;
      commits.sweepTemporaries();
      assertThat(names(place)).containsExactly("000001");
      assertThat(commits.open(1).size("data")).isEqualTo(4);
    }
  }

  /** The number of tries. */
  private static int commitAgain(NumberedCommits commits, String text) throws IOException {
    try {
      commits.commit(1, filler(text));
      return 1;
    } catch (IOException e) {
      commits.commit(1, filler(text));
      return 2;
    }
  }

  @Test
  void aCommitWhoseResponseWasLostIsNotRetried() throws IOException {
    CommitFolder folder =
        FaultyStorage.open(
            directory,
            (operation, done) -> {
              if (operation.equals("rename") && done) {
                throw new SocketTimeoutException("no answer");
              }
            });

    Commit commit = new NumberedCommits(folder).commit(1, filler("mine"));

    assertThat(commit.size("data")).isEqualTo(4);
    assertThat(names(directory)).containsExactly("000001");
  }

  @Test
  void aCommitOfAnotherProcessIsNotMistakenForOwn() throws IOException {
    NumberedCommits commits =
        new NumberedCommits(FaultyStorage.open(directory, (operation, done) -> {}));
    commits.commit(1, filler("theirs"));

    assertThatThrownBy(() -> commits.commit(1, filler("mine")))
        .isInstanceOf(AlreadyCommittedException.class);
    assertThat(commits.open(1).size("data")).isEqualTo(6);
    assertThat(names(directory)).containsExactly("000001");
  }

  @Test
  void theCauseOfAFailedPublicationIsReportedEvenIfNothingElseWorks() throws IOException {
    boolean[] renamed = new boolean[1];
    CommitFolder folder =
        FaultyStorage.open(
            directory,
            (operation, done) -> {
              renamed[0] |= operation.equals("rename");
              if (renamed[0]) {
                throw new IOException(operation + " is down");
              }
            });
    CommitContract.write(folder.child("work"), "x", "content");

    assertThatThrownBy(() -> folder.publish("work", "final"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("rename is down")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed()[0]).hasMessageContaining("status is down"));
  }

  @Test
  void aDerivedFileLeavesNothingBehindAfterAnyFailure() throws IOException {
    List<Throwable> causes =
        List.of(
            new IOException("the disk is full"),
            new IllegalStateException("a bug"),
            new OutOfMemoryError("Java heap space"));
    for (Throwable cause : causes) {
      for (String when : List.of("write", "close", "replace")) {
        CommitFolder folder =
            FaultyStorage.open(
                directory,
                (operation, done) -> {
                  if (operation.equals(when)) {
                    raise(cause);
                  }
                });
        assertThatThrownBy(() -> ReplaceableFile.in(folder, "report").write(new byte[1]))
            .as("%s at %s", cause, when)
            .satisfies(e -> assertThat(e == cause || e.getCause() == cause).isTrue());
        assertThat(names(directory)).isEmpty();
      }
    }
  }

  private static void raise(Throwable cause) throws IOException {
    if (cause instanceof IOException failure) {
      throw failure;
    } else if (cause instanceof RuntimeException bug) {
      throw bug;
    }
    throw (Error) cause;
  }

  private static CommitWriter.Filler filler(String text) {
    return writer -> {
      try (OutputStream out = writer.create("data")) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** Fails once, before or after one of the calls. */
  private static final class OneFault implements FaultyStorage.Fault {
    private int left;
    private boolean struck;

    OneFault(int place) {
      left = place;
    }

    @Override
    public void at(String operation, boolean done) throws IOException {
      left--;
      if (left == 0) {
        struck = true;
        throw new SocketTimeoutException("no answer to " + operation);
      }
    }
  }
}
