package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the output on a terminal when a task fails, including Spark's own messages. */
class MessagesIT {
  @TempDir private Path folder;

  @Test
  void aFailedTaskIsReportedInOneLine() throws IOException {
    SmallTraining.writeTo(folder);
    Path text = folder.resolve(SmallTraining.TEXT);
    byte[] bytes = Files.readAllBytes(text);
    bytes[12345] = (byte) 0x80;
    Files.write(text, bytes);

    ClusterProgram.Finished failed;
    try (LocalUnfold unfold = new LocalUnfold(folder)) {
      failed =
          unfold.run(SmallTraining.command(folder.toString(), folder.resolve("run").toString()));
    }

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.messages())
        .containsExactly("unfold: invalid UTF-8 in file:" + text + " at byte 12345: 0x80");
    assertThat(failed.output()).doesNotContain("\tat ");
    assertThat(failed.output().lines()).hasSizeLessThan(10);
  }
}
