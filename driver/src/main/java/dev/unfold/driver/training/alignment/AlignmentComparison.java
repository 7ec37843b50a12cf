package dev.unfold.driver.training.alignment;

import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.driver.corpus.example.EncodedExampleSource;
import dev.unfold.driver.corpus.example.RetargetedCorpus;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.example.Example;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Counts an alignment and compares it with the one before, part by part.
 *
 * @param before the alignment before, of the same examples; the alignment itself if it is the first
 * @param states the number of states
 */
record AlignmentComparison(
    EncodedExampleCorpus aligned,
    EncodedExampleCorpus before,
    int states,
    SerializedHadoopConfiguration configuration)
    implements Serializable {
  /** Counts all parts. */
  AlignmentCounts count(JavaSparkContext spark) throws IOException {
    List<Integer> parts = IntStream.range(0, aligned.parts().parts()).boxed().toList();
    List<long[]> counted =
        SparkJobs.run(
            spark,
            "comparing the alignments",
            () -> PartitionElements.collect(SparkJobs.parts(spark, parts).map(this::count)));
    long[] sum = new long[2 * states + 1];
    for (long[] part : counted) {
      Arrays.setAll(sum, i -> sum[i] + part[i]);
    }
    return new AlignmentCounts(
        LongStream.of(sum).limit(states).boxed().toList(),
        LongStream.of(sum).skip(states).limit(states).boxed().toList(),
        sum[2 * states]);
  }

  /** Returns the steps and the visits of each state, and the number of changed steps. */
  private long[] count(int part) throws IOException {
    long[] counts = new long[2 * states + 1];
    try (EncodedExampleSource now = aligned.open(configuration.open());
        EncodedExampleSource then = before.open(configuration.open())) {
      Iterator<Example> others = then.part(part);
      now.part(part).forEachRemaining(example -> count(example, others.next(), counts));
    }
    return counts;
  }

  private void count(Example example, Example other, long[] counts) {
    int last = -1;
    for (int step = 0; step < example.target().steps(); step++) {
      int state = RetargetedCorpus.label(example, step);
      if (state >= 0) {
        counts[state]++;
        counts[states + state] += state == last ? 0 : 1;
        counts[2 * states] += state == RetargetedCorpus.label(other, step) ? 0 : 1;
      }
      last = state;
    }
  }
}
