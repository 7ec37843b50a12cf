package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.segment.SegmentTable;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that hostile encoded examples are read or rejected. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileExamplesTest {
  private static final int TIMES = 3_500;
  private static final int MOST_READ = 100;
  private static final Configuration CONFIGURATION = new Configuration();

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path directory;
  private Path folder;
  private CommitFolder opened;

  @BeforeEach
  void writeExamples() throws IOException {
    encode("{\"x\": \"a b\", \"y\": \"one\"}\n{\"x\": \"c\", \"y\": \"two\"}\n".repeat(10));
  }

  private void encode(String rows) throws IOException {
    Path table = directory.resolve("table.json");
    Files.writeString(table, rows);
    CorpusSettings settings =
        CorpusSettings.ofTable(
            List.of(table.toString()),
            CorpusFormat.JSON,
            false,
            InputColumns.of(
                new InputSettings("x", InputSettings.Kind.WORDS, 0, false, true, false)),
            SequenceSettings.none(),
            new TargetSettings("y", TargetSettings.Kind.LABEL, 0));
    String cache = directory.resolve("cache").toString();
    EncodedExampleCorpus encoded =
        new ExampleCorpusEncoder(SPARK.context(), cache).encodeTraining(settings);
    folder = Path.of(encoded.folder().substring("file:".length()));
    opened = CommitFolder.open(folder.toString(), CONFIGURATION);
  }

  @Test
  void damagedManifests() throws IOException {
    attack(EncodedExampleManifest.NAME, EncodedExampleCorpus.SCHEMA);
  }

  @Test
  void damagedSchemas() throws IOException {
    attack(EncodedExampleCorpus.SCHEMA, EncodedExampleManifest.NAME);
  }

  @Test
  void damagedParts() throws IOException {
    String part = EncodedExampleManifest.partName(0);
    attack(part, ExamplePartWriter.ends(part));
  }

  @Test
  void damagedEnds() throws IOException {
    String part = EncodedExampleManifest.partName(0);
    attack(ExamplePartWriter.ends(part), part);
  }

  /** The table of the segments of an example is damaged, but has a correct checksum. */
  @Test
  void hostileTablesOfSegments() throws IOException {
    encode("{\"x\": \"" + "a b ".repeat(40_000) + "\", \"y\": \"one\"}\n");
    Path part = folder.resolve(EncodedExampleManifest.partName(0));
    byte[] content = content(Files.readAllBytes(part));
    assertThat(readExamples()).hasSize(1);
    int table = 3 * Long.BYTES + SegmentTable.TAIL_BYTES;
    for (int position = content.length - table; position < content.length; position++) {
      for (int change : new int[] {1, 0x80, 0xFF}) {
        byte[] damaged = content.clone();
        damaged[position] ^= (byte) change;
        try (OutputStream out = new PartFileFormat.Output(Files.newOutputStream(part))) {
          out.write(damaged);
        }
        assertThatThrownBy(this::readExamples)
            .as("byte %d of the table", position - content.length + table)
            .isInstanceOf(IOException.class)
            .hasMessageContainingAll(part.getFileName().toString(), "example 0: ");
      }
    }
  }

  /** Returns the content of the blocks of a file. */
  private static byte[] content(byte[] file) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int block = PartFileFormat.BLOCK_BYTES + Integer.BYTES;
    for (int start = 0; start < file.length; start += block) {
      int end = Math.min(file.length, start + block);
      content.write(file, start, end - start - Integer.BYTES);
    }
    return content.toByteArray();
  }

  /** Requires that the content equals what was written if it can be read. */
  private void attack(String name, String other) throws IOException {
    List<Example> expected = readExamples();
    new ParserFuzzer(
            Files.readAllBytes(folder.resolve(name)),
            Files.readAllBytes(folder.resolve(other)),
            "",
            List.of(IOException.class))
        .run(
            TIMES,
            damaged -> {
              ParserFuzzer.replace(folder.resolve(name), damaged);
              assertThat(readExamples()).isEqualTo(expected);
            });
  }

  private List<Example> readExamples() throws IOException {
    List<Example> examples = new ArrayList<>();
    try (EncodedExampleSource source = EncodedExampleCorpus.open(opened).open(CONFIGURATION)) {
      for (long i = 0; i < Math.min(source.length(), MOST_READ); i++) {
        examples.add(source.read(i));
      }
    }
    return examples;
  }
}
