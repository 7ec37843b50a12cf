package dev.unfold.driver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.commit.RetryPolicy;
import dev.unfold.driver.storage.file.AppendableFile;
import dev.unfold.driver.storage.fs.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HdfsCommitTest extends CommitContract {
  @RegisterExtension private static final LocalHdfs HDFS = new LocalHdfs();

  @Override
  CommitFolder folder() throws IOException {
    return CommitFolder.open("/runs/" + UUID.randomUUID(), HDFS.configuration());
  }

  @Test
  void saysWhoLacksPermission() throws Exception {
    CommitFolder owned = folder();
    write(owned, "data", "x");
    UserGroupInformation stranger =
        UserGroupInformation.createUserForTesting("stranger", new String[] {"strangers"});
    PrivilegedExceptionAction<CommitFolder> open =
        () -> CommitFolder.open(owned.path(), HDFS.configuration());
    CommitFolder seen = stranger.doAs(open);
    assertThatThrownBy(() -> seen.create("mine"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot create " + owned.pathOf("mine"))
        .hasMessageContaining("Permission denied: user=stranger, access=WRITE");
  }

  @Test
  void aLiveFileIsReadableAsFarAsItWasFlushed() throws IOException {
    CommitFolder folder = folder();
    try (AppendableFile live = AppendableFile.create(folder.path(), "live", HDFS.configuration())) {
      live.write("one".getBytes(StandardCharsets.UTF_8));
      live.flush();
      assertThat(read(folder.read("live"))).isEqualTo("one");
      live.write("two".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(folder.read("live"))).isEqualTo("onetwo");
  }

  @Test
  void saysThatSafeModeIsReadOnly() throws IOException {
    CommitFolder folder = folder();
    HDFS.files().setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    try {
      assertThatThrownBy(() -> folder.create("data"))
          .hasMessageContaining("the file system is in safe mode");
    } finally {
      HDFS.files().setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
    }
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void transientFailuresAreRetried() throws IOException {
    CommitFolder folder = folder();
    List<String> tries = new ArrayList<>();
    HDFS.files().setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    boolean again =
        new RetryPolicy(Duration.ofHours(1))
            .run(
                () -> {
                  tries.add("try");
                  if (tries.size() == 2) {
                    HDFS.files().setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
                  }
                  commit(new NumberedCommits(folder), 1, "data");
                });
    assertThat(again).isTrue();
    assertThat(tries).hasSize(2);
    assertThat(read(new NumberedCommits(folder).open(1).read("data"))).isEqualTo("data");
  }

  @Test
  void retriesEnd() throws IOException {
    CommitFolder folder = folder();
    HDFS.files().setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    try {
      assertThatThrownBy(
              () -> new RetryPolicy(Duration.ofMillis(500)).run(() -> write(folder, "data", "x")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("safe mode")
          .hasMessageMatching("(?s).*; gave up after \\d+ s");
    } finally {
      HDFS.files().setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
    }
  }

  @Test
  void aQuotaIsReportedAtOnce() throws IOException {
    CommitFolder folder = folder();
    folder.make();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.path());
    HDFS.files().setQuota(path, HdfsConstants.QUOTA_DONT_SET, 1);
    List<String> tries = new ArrayList<>();
    assertThatThrownBy(
            () ->
                new RetryPolicy(Duration.ofHours(1))
                    .run(
                        () -> {
                          tries.add("try");
                          commit(new NumberedCommits(folder), 1, "data");
                        }))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot write " + folder.path())
        .hasMessageContaining("no space left: The DiskSpace quota of");
    assertThat(tries).hasSize(1);
    assertThat(folder.list()).isEmpty();
  }
}
