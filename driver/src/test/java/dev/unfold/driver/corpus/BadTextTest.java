package dev.unfold.driver.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.corpus.text.TextFixture;
import dev.unfold.driver.corpus.text.TextPartEncoder;
import dev.unfold.driver.corpus.text.TextRange;
import dev.unfold.driver.corpus.text.TextSplits;
import dev.unfold.driver.corpus.text.VocabularyCounter;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests text that is damaged, changes or is nearly empty, on a Spark context that retries tasks.
 */
class BadTextTest {
  private static final int SPLIT_BYTES = 1 << 20;

  @RegisterExtension
  private static final LocalSpark SPARK = new LocalSpark().withMaster("local[2,4]");

  @TempDir private Path directory;
  private Path text;
  private Path cache;

  @BeforeEach
  void makeFolders() throws IOException {
    text = Files.createDirectory(directory.resolve("text"));
    cache = directory.resolve("cache");
  }

  @Test
  void allFaultsAreReportedTogetherAndNotRetried() throws Exception {
    write("a good.txt", "some text\n".getBytes(UTF_8));
    byte[] malformed = "a ".repeat(400).getBytes(UTF_8);
    malformed[700] = (byte) 0xFF;
    write("b malformed.txt", malformed);
    byte[] compressed = TextFixture.gzip("x y ".repeat(100_000).getBytes(UTF_8));
    write("c torn.gz", Arrays.copyOf(compressed, compressed.length - 9));
    write("d long.txt", "w".repeat(70_000).getBytes(UTF_8));
    String at = "file:" + text;
    String[] complaints = {
      "a word longer than 65536 bytes in " + at + "/d long.txt at byte 0",
      "cannot decompress "
          + at
          + "/c torn.gz: truncated or damaged: Unexpected end of input stream",
      "invalid UTF-8 in " + at + "/b malformed.txt at byte 700: 0xFF"
    };
    SparkContext spark = SPARK.context().sc();
    FailedTasks failures = new FailedTasks();
    spark.addSparkListener(failures);
    TextCorpusEncoder encoder = new TextCorpusEncoder(SPARK.context(), cache.toString(), 1000);

    assertThatThrownBy(
            () ->
                encoder.encodeTraining(
                    List.of(text.toString()), TextFixture.settings(Unit.WORD, Document.NONE)))
        .isInstanceOf(CorpusException.class)
        .hasMessage(String.join("\n", complaints));
    assertThatThrownBy(
            () ->
                encoder.encode(
                    List.of(text.toString()),
                    Unit.WORD,
                    Document.NONE,
                    Vocabulary.of(List.of("x"), false)))
        .isInstanceOf(CorpusException.class)
        .hasMessage(String.join("\n", complaints));

    LocalSpark.awaitEvents(spark);
    spark.removeSparkListener(failures);
    assertThat(failures.count).hasValue(0);
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void manyMessagesAreTruncated() throws IOException {
    for (int i = 10; i < 23; i++) {
      write(i + ".txt", new byte[] {(byte) 0xFF});
    }
    assertThatThrownBy(
            () ->
                new TextCorpusEncoder(SPARK.context(), cache.toString(), 1)
                    .encodeTraining(
                        List.of(text.toString()), TextFixture.settings(Unit.WORD, Document.NONE)))
        .hasMessageContaining("/19.txt at byte 0: 0xFF\nand 3 more like these")
        .hasMessageNotContaining("/20.txt");
  }

  @Test
  void aFileThatChangesBetweenThePassesIsRefused() throws IOException {
    Path first = write("first.txt", "some text\n".getBytes(UTF_8));
    Path second = write("second.txt", "more text\n".getBytes(UTF_8));
    Configuration configuration = SPARK.context().hadoopConfiguration();
    TextSplits splits =
        new TextSplits(
            TextRange.cut(SourceFiles.list(List.of(text.toString()), configuration), 1),
            Unit.WORD,
            Document.NONE,
            SerializedHadoopConfiguration.of(configuration));
    Vocabulary vocabulary =
        new VocabularyCounter(SPARK.context()).count(splits, new VocabularySettings(0, 1));
    CommitFolder folder = CommitFolder.open(cache.toString(), configuration);
    folder.make();

    Files.writeString(first, "and more\n", StandardOpenOption.APPEND);
    Files.delete(second);

    assertThatThrownBy(
            () -> new TextPartEncoder(SPARK.context()).encode(folder.path(), splits, vocabulary))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("cannot read file:" + second + ": it does not exist")
        .hasMessageContaining(
            "file:" + first + " changed while it was read: listed with 10 bytes, modified at");
  }

  @Test
  void textWithoutTokensIsSkippedAndCounted() throws IOException {
    write("a separators.txt", " \t\n\n\u00A0\n \r\n".repeat(500_000).getBytes(UTF_8));
    write("b empty.txt", new byte[0]);
    write("c mark.txt", "\uFEFF".getBytes(UTF_8));
    write("d empty.gz", TextFixture.gzip(new byte[0]));
    write("e one line.txt", "word ".repeat(600_000).getBytes(UTF_8));
    write("f text.gz", TextFixture.gzip("some text\n\nmore text".getBytes(UTF_8)));

    EncodedTextCorpus corpus = encode(Document.LINE);

    assertThat(corpus.emptyDocuments()).isEqualTo(4 * 500_000 + 1);
    assertThat(corpus.emptyFiles()).isEqualTo(3);
    assertThat(corpus.documents()).isEqualTo(3);
    assertThat(corpus.unknownTokens()).isZero();
    assertThat(corpus.tokens()).isEqualTo(600_000 + 4 + 4);
    int[] ids = TextFixture.ids(corpus, new Configuration());
    assertThat(ids).startsWith(1).endsWith(1);
    assertThat(Arrays.stream(ids).filter(id -> id == 1).count()).isEqualTo(4);
    assertThat(emptyParts(corpus)).as("parts without an id").isGreaterThan(1);
  }

  @Test
  void separatorsAreLinesWhereLinesAreNoDocuments() throws IOException {
    write("lines.txt", " \t\n\n \nword\n".getBytes(UTF_8));
    EncodedTextCorpus corpus = encode(Document.NONE);
    assertThat(corpus.tokens()).isEqualTo(4 + 1);
    assertThat(corpus.emptyDocuments()).isZero();
  }

  @Test
  void textThatIsNotWhatItsChecksumsSayIsAFailureOfStorage() throws IOException {
    Path file = write("kept.txt", "the text as it is\n".getBytes(UTF_8));
    byte[] checksums = {'c', 'r', 'c', 0, 0, 0, 2, 0, 1, 2, 3, 4};
    Files.write(text.resolve(".kept.txt.crc"), checksums);
    assertThatThrownBy(() -> encode(Document.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "counting the tokens failed: cannot read file:" + file + ": ChecksumException: ");
  }

  private EncodedTextCorpus encode(Document document) throws IOException {
    return new TextCorpusEncoder(SPARK.context(), cache.toString(), SPLIT_BYTES)
        .encodeTraining(List.of(text.toString()), TextFixture.settings(Unit.WORD, document));
  }

  private static long emptyParts(EncodedTextCorpus corpus) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(corpus.folder().substring("file:".length())))) {
      return files
          .filter(file -> file.toString().endsWith(".ids") && file.toFile().length() == 0)
          .count();
    }
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(text.resolve(name), content);
  }

  /** Counts the tasks that failed. */
  private static final class FailedTasks extends SparkListener {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (!task.taskInfo().successful()) {
        count.incrementAndGet();
      }
    }
  }
}
