package dev.unfold.worker.sequence.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.batch.LengthBuckets.Bucket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LengthBucketsTest {
  @Test
  void aBucketHasLengthsUpToATimesAndAFifth() {
    LengthBuckets buckets =
        LengthBuckets.of(
            new TreeMap<>(Map.of(1, 5L, 2, 1L, 10, 7L, 11, 2L, 12, 3L, 13, 4L, 15, 1L, 1000, 9L)));

    assertThat(buckets.size()).isEqualTo(5);
    assertThat(List.of(buckets.longest(2), buckets.longest(3), buckets.longest()))
        .containsExactly(12, 15, 1000);
    assertThat(List.of(buckets.count(0), buckets.count(1), buckets.count(2), buckets.count(3)))
        .containsExactly(5L, 1L, 12L, 5L);
    assertThat(buckets.start(3)).isEqualTo(18);
    assertThat(buckets.examples()).isEqualTo(32);
    assertThat(List.of(1, 2, 10, 12, 13, 15, 1000).stream().map(buckets::bucketOf))
        .containsExactly(0, 1, 2, 2, 3, 3, 4);
  }

  @Test
  void refusesWhatNoCorpusHas() {
    assertThatThrownBy(() -> LengthBuckets.of(new TreeMap<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one example");
    assertThatThrownBy(() -> new LengthBuckets(List.of(new Bucket(3, 1), new Bucket(3, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("increasing length");
    assertThatThrownBy(() -> new LengthBuckets(List.of(new Bucket(3, 0))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
