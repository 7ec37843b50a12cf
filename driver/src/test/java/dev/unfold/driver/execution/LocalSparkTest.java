package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LocalSparkTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  @Test
  void theTasksOfAFailedJobEndBeforeTheFolderOfTheTestIsDeleted() throws Exception {
    String begun = folder.resolve("begun").toString();
    String written = folder.resolve("written").toString();
    JavaRDD<Integer> elements =
        SPARK
            .context()
            .parallelize(List.of(0, 1), 2)
            .map(
                element -> {
                  if (element == 0) {
                    while (!Files.exists(Path.of(begun))) {
                      LockSupport.parkNanos(1_000_000);
                    }
                    throw new IllegalStateException("this task fails first");
                  }
                  Files.writeString(Path.of(begun), "x");
                  LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                  Files.writeString(Path.of(written), "x");
                  return element;
                });
    assertThatThrownBy(elements::count).isInstanceOf(SparkException.class);

    SPARK.afterEach((ExtensionContext) null);

    assertThat(Path.of(written)).exists();
  }
}
