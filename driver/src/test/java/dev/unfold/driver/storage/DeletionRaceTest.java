package dev.unfold.driver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.SharedTemporaryFolders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests folders that others delete or write into at the same time. */
class DeletionRaceTest {
  private static final String NAME = "corpus";
  private static final int FILES = 300;
  private static final int WRITTEN = 20;
  private static final int TIMES = 5;

  @TempDir private Path directory;

  @Test
  void aFolderIsDeletedByTwoProcessesAtATime() throws Exception {
    CommitFolder folder = CommitFolder.open(directory.toString(), new Configuration());
    for (int i = 0; i < TIMES; i++) {
      Path made = Files.createDirectory(directory.resolve(NAME));
      for (int file = 0; file < FILES; file++) {
        Files.createFile(made.resolve("part-" + file));
      }
      Callable<Boolean> second =
          () -> {
            while (folder.child(NAME).exists("part-99")) {
              Thread.onSpinWait();
            }
            return folder.delete(NAME);
          };
      assertThat(inTwoThreads(() -> folder.delete(NAME), second)).contains(true);
      assertThat(folder.exists(NAME)).isFalse();
    }
  }

  /** A job may fail while its other tasks, which nobody waits for, go on. */
  @Test
  void whatTasksWriteMeanwhileIsDeletedAndNotWrittenAgain() throws Exception {
    CommitFolder folder = CommitFolder.open(directory.toString(), new Configuration());
    for (int i = 0; i < TIMES; i++) {
      write(folder.child(NAME), "first");
      CountDownLatch begun = new CountDownLatch(WRITTEN / 2);
      inTwoThreads(
          () -> {
            for (int file = 0; file < WRITTEN; file++) {
              begun.countDown();
              try (OutputStream out = folder.child(NAME).createInExisting("part-" + file)) {
                out.write(file);
              } catch (IOException e) {
                assertThat(e).hasMessageContaining("does not exist");
              }
            }
            return true;
          },
          () -> {
            begun.await();
            return folder.delete(NAME);
          });
      assertThat(folder.exists(NAME)).isFalse();
    }
  }

  @Test
  void afterAFolderThatCannotBeDeletedTheOthersAre() throws IOException {
    boolean[] failed = {false};
    CommitFolder folder =
        FaultyStorage.open(
            directory,
            (operation, done) -> {
              if (operation.equals("delete") && !failed[0]) {
                failed[0] = true;
                throw new AccessDeniedException("of another user");
              }
            });
    for (int i = 0; i < 3; i++) {
      String name = folder.newTemporaryName();
      write(folder.child(name), "data");
      FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(4)));
      Files.setLastModifiedTime(directory.resolve(name).resolve("data"), old);
      Files.setLastModifiedTime(directory.resolve(name), old);
    }
    assertThat(new SharedTemporaryFolders(folder).sweep()).isEqualTo(2);
    assertThat(folder.list()).hasSize(1);
  }

  private static void write(CommitFolder folder, String name) throws IOException {
    try (OutputStream out = folder.create(name)) {
      out.write(1);
    }
  }

  private static List<Boolean> inTwoThreads(Callable<Boolean> one, Callable<Boolean> other)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Boolean> first = threads.submit(one);
      Future<Boolean> second = threads.submit(other);
      return List.of(first.get(), second.get());
    } finally {
      threads.shutdown();
    }
  }
}
