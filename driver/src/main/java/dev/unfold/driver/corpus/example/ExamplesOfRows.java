package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.example.sequence.CountedSteps;
import dev.unfold.driver.corpus.example.sequence.SequenceAssembler;
import dev.unfold.driver.corpus.source.MessageSummary;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.ExampleSteps;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.UnseenLabels;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The encoding of the rows of a table, each of which is an example or a step of a sequence. */
final class ExamplesOfRows {
  private final JavaSparkContext spark;
  private final JavaRDD<RowReadResult<RawExample>> rows;
  private final Fields fields;

  /**
   * The encoding of the fields of a row, on an executor.
   *
   * @param trains whether labels that are not in the schema are refused
   * @param schema the schema in the format of {@code ExampleSchemaWriter}
   */
  record Fields(
      ExampleFieldKinds kinds, SequenceSettings sequence, boolean trains, Broadcast<byte[]> schema)
      implements Serializable {
    /**
     * Returns an encoder.
     *
     * @param unseen the labels of targets that are not in the schema, as far as they are known
     */
    ExampleRowEncoder encoder(List<String> unseen) throws IOException {
      return ExampleRowEncoder.of(kinds, schema.value(), new UnseenLabels(!trains, unseen));
    }
  }

  /**
   * What is known of the examples of a table before they are ordered.
   *
   * @param counts their counts
   * @param examples the encoding of the examples
   */
  record Counted(EncodingCounts counts, Examples examples) {}

  /** A use of the examples of a partition. */
  private interface Use<T> extends Serializable {
    Iterator<T> apply(Iterator<Optional<ExampleSteps>> examples, ExampleRowEncoder encoder);
  }

  /** The examples of a table, encoded again on each use. */
  interface Examples {
    /** Returns the keys of all examples in an order. */
    JavaRDD<byte[]> keys(CanonicalOrder order);
  }

  /**
   * @param rows the rows or their faults
   */
  ExamplesOfRows(JavaSparkContext spark, JavaRDD<RowReadResult<RawExample>> rows, Fields fields) {
    this.spark = spark;
    this.rows = rows;
    this.fields = fields;
  }

  /** Returns the rows without a fault. */
  static JavaRDD<RawExample> good(JavaRDD<RowReadResult<RawExample>> rows) {
    return rows.flatMap(row -> row.ifGood().stream().iterator());
  }

  /**
   * Counts the examples.
   *
   * @throws CorpusException if rows have faults
   */
  Counted count() throws IOException {
    Fields fields = this.fields;
    boolean areSteps = fields.sequence().rowsAreSteps();
    EncodingCounts counts =
        counts(
            "counting the examples",
            rows.mapPartitions(
                partition -> {
                  ExampleRowEncoder encoder = fields.encoder(List.of());
                  return areSteps
                      ? EncodingCounts.ofSteps(partition, encoder)
                      : EncodingCounts.of(partition, encoder);
                }));
    counts.faults().requireNone();
    List<String> unseen = counts.labels().unseen();
    if (!areSteps) {
      return new Counted(counts, order -> ofRows(unseen, order::keys));
    }
    JavaRDD<byte[]> steps = sortedSteps(unseen);
    counts.addAll(
        counts(
            "grouping the rows by sequence",
            steps.mapPartitions(
                partition -> {
                  ExampleRowEncoder encoder = fields.encoder(unseen);
                  SequenceSettings sequence = fields.sequence();
                  CountedSteps counted = new CountedSteps(partition, sequence.order().size());
                  return EncodingCounts.ofSequences(
                      new SequenceAssembler(encoder, sequence).examples(counted), encoder, counted);
                })));
    return new Counted(counts, order -> ofSteps(steps, unseen, order::keys));
  }

  private EncodingCounts counts(String job, JavaRDD<EncodingCounts> parts) throws IOException {
    EncodingCounts counts = new EncodingCounts();
    TreeMap<Integer, EncodingCounts.Messages> messages = new TreeMap<>();
    SparkJobs.named(
        spark,
        job,
        () -> {
          PartitionElements.each(
              parts,
              (partition, part) -> {
                messages.put(partition, part.messages());
                counts.addNumbers(part);
              });
          return counts;
        });
    messages.values().forEach(counts::addMessages);
    return counts;
  }

  private JavaRDD<byte[]> sortedSteps(List<String> unseen) {
    Fields fields = this.fields;
    return SequenceAssembler.sorted(
        good(rows)
            .mapPartitions(
                partition ->
                    new SequenceAssembler(fields.encoder(unseen), fields.sequence())
                        .steps(partition)));
  }

  private <T> JavaRDD<T> ofSteps(JavaRDD<byte[]> steps, List<String> unseen, Use<T> use) {
    Fields fields = this.fields;
    return steps.mapPartitions(
        partition -> {
          ExampleRowEncoder encoder = fields.encoder(unseen);
          return use.apply(
              new SequenceAssembler(encoder, fields.sequence()).examples(partition), encoder);
        });
  }

  private <T> JavaRDD<T> ofRows(List<String> unseen, Use<T> use) {
    Fields fields = this.fields;
    return good(rows)
        .mapPartitions(
            partition -> {
              ExampleRowEncoder encoder = fields.encoder(unseen);
              return use.apply(encoded(partition, encoder), encoder);
            });
  }

  /** Returns the examples of rows. */
  static Iterator<Optional<ExampleSteps>> encoded(
      Iterator<RawExample> rows, ExampleRowEncoder encoder) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Optional<ExampleSteps> next() {
        try {
          return encoder.encode(rows.next()).map(ExampleSteps::of);
        } catch (CorpusException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /**
   * Reads rows.
   *
   * @throws CorpusException if they have faults
   */
  static void requireNoFaults(JavaSparkContext spark, JavaRDD<RowReadResult<RawExample>> rows)
      throws IOException {
    SparkJobs.named(
            spark,
            "reading the rows",
            () ->
                MessageSummary.of(
                    PartitionElements.collect(rows.mapPartitions(ExamplesOfRows::faults))))
        .requireNone();
  }

  /** Returns a summary of the faults of rows. */
  private static Iterator<MessageSummary> faults(Iterator<RowReadResult<RawExample>> results) {
    MessageSummary faults = new MessageSummary();
    results.forEachRemaining(
        result -> {
          if (result instanceof RowReadResult.Fault<RawExample> fault) {
            faults.add(fault.message());
          }
        });
    return List.of(faults).iterator();
  }
}
