package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.ExampleFieldKinds;
import dev.unfold.driver.corpus.row.RawExample;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** The encoding of the rows of a table, each of which is an example or a step of a sequence. */
final class RowEncoding {
  private final JavaSparkContext spark;
  private final JavaRDD<RowReadResult<RawExample>> rows;
  private final ExampleFieldKinds kinds;
  private final SequenceSettings sequence;
  private final Broadcast<byte[]> schema;
  private final Optional<JavaRDD<byte[]>> steps;

  /**
   * @param rows the rows or their faults
   * @param schema the schema in the format of {@code ExampleSchemaFile}
   */
  RowEncoding(
      JavaSparkContext spark,
      JavaRDD<RowReadResult<RawExample>> rows,
      ExampleFieldKinds kinds,
      SequenceSettings sequence,
      Broadcast<byte[]> schema) {
    this.spark = spark;
    this.rows = rows;
    this.kinds = kinds;
    this.sequence = sequence;
    this.schema = schema;
    steps = sequence.rowsAreSteps() ? Optional.of(sortedSteps()) : Optional.empty();
  }

  /** Returns the rows without a fault. */
  static JavaRDD<RawExample> good(JavaRDD<RowReadResult<RawExample>> rows) {
    return rows.flatMap(
        row ->
            row instanceof RowReadResult.Good<RawExample> good
                ? List.of(good.value()).iterator()
                : Collections.emptyIterator());
  }

  private JavaRDD<byte[]> sortedSteps() {
    ExampleFieldKinds kinds = this.kinds;
    SequenceSettings sequence = this.sequence;
    Broadcast<byte[]> schema = this.schema;
    return SequenceAssembler.sorted(
        good(rows)
            .mapPartitions(
                partition ->
                    new SequenceAssembler(ExampleRowEncoder.of(kinds, schema.value()), sequence)
                        .steps(partition)));
  }

  /** Counts the examples, and the faults of the rows. */
  EncodingCounts count() throws IOException {
    ExampleFieldKinds kinds = this.kinds;
    Broadcast<byte[]> schema = this.schema;
    boolean areSteps = steps.isPresent();
    EncodingCounts counts =
        counts(
            "counting the examples",
            rows.mapPartitions(
                partition -> {
                  ExampleRowEncoder encoder = ExampleRowEncoder.of(kinds, schema.value());
                  return areSteps
                      ? EncodingCounts.ofSteps(partition, encoder)
                      : EncodingCounts.of(partition, encoder);
                }));
    counts.faults().requireNone();
    if (areSteps) {
      counts.addAll(
          counts(
              "grouping the rows by sequence",
              examples((examples, encoder) -> EncodingCounts.ofSequences(examples, encoder))));
    }
    return counts;
  }

  private EncodingCounts counts(String job, JavaRDD<EncodingCounts> parts) throws IOException {
    EncodingCounts counts = new EncodingCounts();
    SparkJobs.named(spark, job, () -> PartitionElements.collect(parts)).forEach(counts::addAll);
    return counts;
  }

  /** Returns the keys of all examples in an order. */
  JavaRDD<byte[]> keys(CanonicalOrder order) {
    return examples(order::keys);
  }

  /** A use of the examples of a partition. */
  private interface Use<T> extends Serializable {
    Iterator<T> apply(Iterator<Optional<Example>> examples, ExampleRowEncoder encoder);
  }

  private <T> JavaRDD<T> examples(Use<T> use) {
    ExampleFieldKinds kinds = this.kinds;
    SequenceSettings sequence = this.sequence;
    Broadcast<byte[]> schema = this.schema;
    if (steps.isPresent()) {
      return steps
          .get()
          .mapPartitions(
              partition -> {
                ExampleRowEncoder encoder = ExampleRowEncoder.of(kinds, schema.value());
                return use.apply(
                    new SequenceAssembler(encoder, sequence).examples(partition), encoder);
              });
    }
    FlatMapFunction<Iterator<RawExample>, T> ofRows =
        partition -> {
          ExampleRowEncoder encoder = ExampleRowEncoder.of(kinds, schema.value());
          return use.apply(encoded(partition, encoder), encoder);
        };
    return good(rows).mapPartitions(ofRows);
  }

  private static Iterator<Optional<Example>> encoded(
      Iterator<RawExample> rows, ExampleRowEncoder encoder) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Optional<Example> next() {
        try {
          return encoder.encode(rows.next());
        } catch (CorpusException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
