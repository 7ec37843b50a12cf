package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.segment.SegmentTable;
import dev.unfold.worker.sequence.segment.SegmentedExample;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sequences of several segments. */
class LongSequenceTest extends ExampleEncodingFixture {
  private static final TargetSettings TAGS = new TargetSettings("tag", TargetSettings.Kind.TAGS, 0);
  private static final SequenceSettings BY_MACHINE =
      new SequenceSettings(List.of("machine"), List.of("time"), 0, new WindowSettings(0, 1));

  /** Rows of lists are in memory when they are encoded, steps are in temporary files. */
  @Test
  void stepsAreTheListsOfOneRow() throws IOException {
    Random random = new Random(4);
    List<String> lists = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    int[] lengths = {9000, 9001, 9002, 9001, 5000, 17};
    for (int machine = 0; machine < lengths.length; machine++) {
      List<String> events = new ArrayList<>();
      List<String> values = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      for (int step = 0; step < lengths[machine]; step++) {
        String event = "\"e" + random.nextInt(200) + "\"";
        String value = "[" + random.nextInt(1000) + "," + random.nextInt(1000) + ",1.5]";
        String tag = random.nextInt(5) == 0 ? "null" : random.nextBoolean() ? "\"T\"" : "\"F\"";
        events.add(event);
        values.add(value);
        tags.add(tag);
        steps.add(
            "{\"machine\": \"m%d\", \"time\": %d, \"event\": %s, \"value\": %s, \"tag\": %s}"
                .formatted(machine, step, event, value, tag));
      }
      lists.add("{\"event\": %s, \"value\": %s, \"tag\": %s}".formatted(events, values, tags));
    }
    // Two sequences of the same steps, whose segments must not be mixed up.
    lists.add(lists.get(0));
    List<String> again =
        steps.stream()
            .filter(step -> step.startsWith("{\"machine\": \"m0\""))
            .map(step -> step.replace("m0", "again"))
            .toList();
    steps.addAll(again);
    write("a.json", lists.toArray(new String[0]));
    EncodedExampleCorpus expected = train(settings(SequenceSettings.none()));
    Files.delete(table.resolve("a.json"));
    Collections.shuffle(steps, random);
    write("b.json", steps.toArray(new String[0]));
    EncodedExampleCorpus encoded = train(settings(BY_MACHINE));

    assertThat(encoded.sha256()).isEqualTo(expected.sha256());
    assertThat(encoded.counts()).isEqualTo(expected.counts());
    requireSegments(encoded);
  }

  private CorpusSettings settings(SequenceSettings sequence) {
    return CorpusSettings.ofTable(
        List.of(table.toString()),
        CorpusFormat.JSON,
        true,
        new InputColumns(
            List.of(
                input("event", InputSettings.Kind.CATEGORIES),
                input("value", InputSettings.Kind.FRAMES))),
        sequence,
        TAGS);
  }

  /** Requires segments of about the same size, in the order of whole examples. */
  private static void requireSegments(EncodedExampleCorpus corpus) throws IOException {
    List<String> hashes = new ArrayList<>();
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      for (long index = 0; index < source.length(); index++) {
        SegmentedExample example = source.open(index);
        byte[] whole = ExampleCodec.encode(source.read(index));
        assertThat(example.segments() > 1).isEqualTo(whole.length > SegmentTable.SEGMENT_BYTES);
        for (int number = 0; number < example.segments(); number++) {
          Example segment = example.segment(number).example();
          assertThat(ExampleCodec.encode(segment))
              .hasSizeLessThan(SegmentTable.SEGMENT_BYTES * 5 / 4);
        }
        byte[] hash = Sha256.newDigest().digest(whole);
        int bucket = corpus.buckets().bucketOf(example.steps());
        hashes.add(bucket + " " + HexFormat.of().formatHex(Arrays.copyOf(hash, Long.BYTES)));
      }
    }
    assertThat(hashes).isSorted();
  }
}
