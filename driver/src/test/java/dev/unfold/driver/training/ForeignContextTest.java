package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.driver.training.round.CarryTransport;
import dev.unfold.driver.training.round.ShardTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests limits and serialization of Spark in applications that create their own context. */
class ForeignContextTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  /** Returns the size of a task; local mode does not enforce the limit. */
  @Test
  void aTaskStaysSmallerThanAMessageOfSpark() throws IOException {
    JavaSparkContext spark = SPARK.with("spark.rpc.message.maxSize", "1").context();
    try (CarryTransport delivery = new CarryTransport(spark)) {
      for (int length : new int[] {0, 10, 1 << 16, (1 << 16) + 1, 1 << 20}) {
        float[] carry = new float[length];
        Arrays.fill(carry, length);
        CarryTransport.Delivered delivered = delivery.deliver(carry);
        assertThat(delivered.values()).isEqualTo(carry);
        assertThat(serialized(new ShardTask.Part(0, delivered))).isLessThan(1 << 19);
      }
    }
  }

  private static int serialized(Object task) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(task);
    }
    return bytes.size();
  }

  @Test
  void anotherSerializerIsRefusedInOneSentence() throws IOException {
    RunFixture fixture = new RunFixture(folder);
    TrainingRun run =
        new TrainingRun(
            SPARK.withKryo().context(), fixture.settings("run"), new RecordingListener());
    assertThatThrownBy(() -> run.run(() -> false))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("spark.serializer: expected")
        .hasMessageContaining("found org.apache.spark.serializer.KryoSerializer");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
