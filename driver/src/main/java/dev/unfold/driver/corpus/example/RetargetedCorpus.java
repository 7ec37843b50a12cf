package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaWriter;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.sequence.example.MaskedField;
import dev.unfold.worker.sequence.segment.SegmentTable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * A corpus with the inputs of another one, in the same parts and order, and with a label at each
 * step as its targets, which tasks compute from the examples. It depends on these only.
 *
 * @param from the other corpus
 * @param labels the labels, by which the targets are known
 */
public record RetargetedCorpus(EncodedExampleCorpus from, LabelSet labels) {
  /** The computation of the targets of examples. */
  public interface Targets extends Serializable {
    /**
     * Returns the examples of a part with other targets, in their order: {@link #labeled}.
     *
     * @param longest the number of steps of the longest input of the corpus
     */
    Iterator<Example> replaced(Iterator<Example> examples, int longest);
  }

  /**
   * Opens the corpus in a cache; encodes it first if it is missing.
   *
   * @param key its name in the cache
   */
  public EncodedExampleCorpus openOrEncode(
      JavaSparkContext spark, CorpusCache cache, String key, Targets targets) throws IOException {
    return cache.openOrBuild(
        key,
        EncodedExampleCorpus::open,
        folder ->
            SparkJobs.explained(
                "aligning the corpus",
                () -> {
                  encode(spark, folder, targets);
                  return folder;
                }));
  }

  private void encode(JavaSparkContext spark, CommitFolder folder, Targets targets)
      throws IOException {
    ExampleSchema schema =
        new ExampleSchema(
            from.schema().input(), new FieldSchema.Classes(labels), from.schema().characters());
    byte[] schemaFile = ExampleSchemaWriter.write(schema);
    PartTask task =
        new PartTask(
            from,
            folder.path(),
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()),
            targets,
            labels.size());
    List<Integer> parts = IntStream.range(0, from.parts().parts()).boxed().toList();
    List<Tuple2<Tuple2<String, String>, long[]>> written =
        SparkJobs.named(
            spark,
            "aligning the examples",
            () -> PartitionElements.collect(SparkJobs.parts(spark, parts).map(task::write)));
    long[] counts = new long[labels.size()];
    for (Tuple2<Tuple2<String, String>, long[]> part : written) {
      Arrays.setAll(counts, id -> counts[id] + part._2()[id]);
    }
    EncodedExampleManifest manifest =
        new EncodedExampleManifest(
            EncodedExampleManifest.FORMAT_VERSION,
            Sha256.of(schemaFile),
            from.sources(),
            from.buckets().all(),
            PublishedParts.of(folder, written.stream().map(Tuple2::_1).toList()),
            counts(LongStream.of(counts).sum()),
            new TargetLabels(List.of(), LongStream.of(counts).boxed().toList()));
    PublishedParts.describe(folder, schemaFile, manifest);
  }

  private ExampleCounts counts(long targets) {
    ExampleCounts of = from.counts();
    return new ExampleCounts(
        of.inputSteps(),
        targets,
        of.longestInput(),
        of.longestInput(),
        of.unknownInputs(),
        0,
        0,
        of.inputSteps() - targets,
        0,
        of.rowsTooShort(),
        of.linesPassedOver(),
        new TreeMap<>(),
        of.missingInputs());
  }

  /** The encoding of a part. */
  private record PartTask(
      EncodedExampleCorpus from,
      String folder,
      SerializedHadoopConfiguration configuration,
      Targets targets,
      int labels)
      implements Serializable {
    Tuple2<Tuple2<String, String>, long[]> write(int part) throws IOException {
      long[] counts = new long[labels];
      try (EncodedExampleSource source = from.open(configuration.open())) {
        Iterator<Example> replaced = targets.replaced(source.part(part), from.longestInput());
        Iterator<byte[]> records =
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return replaced.hasNext();
              }

              @Override
              public byte[] next() {
                Example example = replaced.next();
                count(example.target(), counts);
                return record(example);
              }
            };
        return new Tuple2<>(ExamplePartWriter.write(folder, configuration, records).next(), counts);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    private static void count(FieldSequence target, long[] counts) {
      for (int step = 0; step < target.steps(); step++) {
        if (target.hasValue(step)) {
          counts[id(target, step)]++;
        }
      }
    }

    private static byte[] record(Example example) {
      byte[] bytes = ExampleCodec.encode(example);
      return ByteBuffer.allocate(ExampleKeys.PREFIX_BYTES + 1 + bytes.length)
          .position(ExampleKeys.PREFIX_BYTES)
          .put(SegmentTable.SINGLE)
          .put(bytes)
          .array();
    }
  }

  /** Returns an example with the label at each step as its target, without one where it is -1. */
  public static Example labeled(Example example, int[] labels) {
    boolean[] present = new boolean[labels.length];
    int[] ids = new int[labels.length];
    for (int step = 0; step < labels.length; step++) {
      present[step] = labels[step] >= 0;
      ids[step] = Math.max(0, labels[step]);
    }
    return new Example(
        example.input(),
        MaskedField.of(new FieldSequence.Ids(ids), present),
        example.characters(),
        example.weights().map(weight -> weight.repeated(labels.length)));
  }

  /** Returns the label at a step of an example, -1 if there is none. */
  public static int label(Example example, int step) {
    return example.target().hasValue(step) ? id(example.target(), step) : -1;
  }

  private static int id(FieldSequence target, int step) {
    FieldSequence ids = target instanceof MaskedField masked ? masked.field() : target;
    return ((FieldSequence.Ids) ids).ids()[step];
  }
}
