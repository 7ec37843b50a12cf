package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Tuple2;
import scala.reflect.ClassTag;

/** Moves records, which Kryo cannot read, in an application that uses Kryo. */
class JavaSerializedTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark().withKryo();

  private record Point(int x, String name) implements Serializable {}

  @Test
  void recordsAreDistributedAndCollectedInOrder() {
    List<Point> points = points(5);

    JavaRDD<Point> moved =
        SparkJobs.parts(SPARK.context(), points)
            .map(point -> new Point(point.x() + 1, point.name()));

    assertThat(JavaSerialized.collect(moved)).extracting(Point::x).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void recordsAreGroupedByKey() {
    JavaPairRDD<Integer, Point> keyed =
        SparkJobs.parts(SPARK.context(), points(6))
            .mapToPair(point -> new Tuple2<>(point.x() % 2, point));

    List<Integer> sums =
        JavaSerialized.groupByKey(keyed, 2)
            .map(group -> 10 * group._1() + sum(group._2()))
            .collect();

    assertThat(sums).containsExactlyInAnyOrder(2 + 4, 10 + 1 + 3 + 5);
  }

  private static int sum(Iterable<Point> points) {
    int sum = 0;
    for (Point point : points) {
      sum += point.x();
    }
    return sum;
  }

  @Test
  void aSharedValueIsNotReadAgainOnTheDriver() {
    Point point = new Point(1, "one");
    try (SharedValue<Point> shared = SharedValue.of(SPARK.context(), point)) {
      assertThat(shared.value()).isSameAs(point);
    }
  }

  private static List<Point> points(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Point(i, "point " + i)).toList();
  }

  /** Does what another machine does with a broadcast. */
  @Test
  void aSharedValueIsReadByAnotherMachine() {
    assertThat(SPARK.context().isLocal()).isTrue();
    SerializerInstance kryo = SparkEnv.get().serializer().newInstance();
    ClassTag<Object> any = ClassTag.apply(Object.class);
    ByteBuffer bytes = kryo.serialize(SharedValue.Holder.of(new Point(2, "two")), any);

    SharedValue.Holder<?> received = (SharedValue.Holder<?>) kryo.deserialize(bytes, any);

    assertThat(received.value()).isEqualTo(new Point(2, "two"));
  }
}
