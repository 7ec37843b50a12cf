package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.training.round.CarryTransport;
import dev.unfold.driver.training.round.ShardTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests limits of Spark in applications that create their own context. */
class ForeignContextTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  /** Returns the size of a task; local mode does not enforce the limit. */
  @Test
  void aTaskStaysSmallerThanAMessageOfSpark() throws IOException {
    JavaSparkContext spark = SPARK.with("spark.rpc.message.maxSize", "1").context();
    try (CarryTransport transport = new CarryTransport(spark)) {
      for (int length : new int[] {0, 10, 1 << 16, (1 << 16) + 1, 1 << 20}) {
        float[] carry = new float[length];
        Arrays.fill(carry, length);
        CarryTransport.SentCarry sent = transport.send(carry);
        assertThat(sent.values()).isEqualTo(carry);
        assertThat(serialized(new ShardTask.Input(0, sent))).isLessThan(1 << 19);
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
}
