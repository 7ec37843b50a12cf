package dev.unfold.driver.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.EncodedTextManifest;
import dev.unfold.driver.corpus.text.EncodedTextPart;
import dev.unfold.driver.corpus.text.EncodedTokenSource;
import dev.unfold.driver.corpus.text.EncodingSink;
import dev.unfold.driver.corpus.text.TextFixture;
import dev.unfold.driver.corpus.text.TextRange;
import dev.unfold.driver.corpus.text.TextSplitReader;
import dev.unfold.driver.corpus.text.TextSplits;
import dev.unfold.driver.corpus.text.TokenSplits;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.ParserFuzzer;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.VocabularyFile;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
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
import org.junit.jupiter.api.io.TempDir;

/** Tests that hostile encoded corpora and compressed text are read or rejected. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileCorpusTest {
  private static final String VOCABULARY = VocabularyFile.nameFor(Unit.CHAR);
  private static final int TIMES = 3_500;
  private static final int MOST_READ = 1000;
  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;
  private Path folder;
  private CommitFolder commits;

  @BeforeEach
  void writeCorpus() throws IOException {
    folder = directory.resolve("corpus");
    commits = CommitFolder.open(folder.toString(), CONFIGURATION);
    Path text = Files.writeString(directory.resolve("text"), "abba\n".repeat(20));
    TextSplits splits =
        new TextSplits(
            TextRange.cut(SourceFiles.list(List.of(text.toString()), CONFIGURATION), 60),
            Unit.CHAR,
            Document.NONE,
            SerializedHadoopConfiguration.of(CONFIGURATION));
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b", "\n"), false);
    List<EncodedTextPart> parts =
        List.of(encode(splits, vocabulary, 0), encode(splits, vocabulary, 1));
    try (OutputStream out = commits.create(VOCABULARY)) {
      VocabularyFile.write(vocabulary, out);
    }
    try (OutputStream out = commits.create(EncodedTextManifest.NAME)) {
      EncodedTextManifest.of(splits, vocabulary, parts).writeTo(out);
    }
  }

  private EncodedTextPart encode(TextSplits splits, Vocabulary vocabulary, int split)
      throws IOException {
    try (OutputStream out =
        new PartFileFormat.Output(commits.create(EncodedTextManifest.partName(split)))) {
      EncodingSink sink = new EncodingSink(vocabulary, out);
      TokenSplits.Split part = splits.parts().get(split);
      read(part.reader(sink, CONFIGURATION));
      return sink.finish(TextSize.NONE);
    }
  }

  @Test
  void damagedManifests() throws IOException {
    attack(EncodedTextManifest.NAME, VOCABULARY);
  }

  @Test
  void damagedVocabularies() throws IOException {
    attack(VOCABULARY, EncodedTextManifest.NAME);
  }

  @Test
  void damagedParts() throws IOException {
    attack(EncodedTextManifest.partName(1), EncodedTextManifest.partName(0));
  }

  /** Requires that the content equals what was written if it can be read. */
  private void attack(String name, String other) throws IOException {
    int[] expected = readCorpus();
    new ParserFuzzer(
            Files.readAllBytes(folder.resolve(name)),
            Files.readAllBytes(folder.resolve(other)),
            "",
            List.of(IOException.class))
        .run(
            TIMES,
            damaged -> {
              ParserFuzzer.replace(folder.resolve(name), damaged);
              assertThat(readCorpus()).isEqualTo(expected);
            });
  }

  private int[] readCorpus() throws IOException {
    EncodedTextCorpus corpus = EncodedTextCorpus.open(commits);
    int[] ids = new int[(int) Math.min(corpus.tokens(), MOST_READ)];
    try (EncodedTokenSource tokens = corpus.open(CONFIGURATION)) {
      tokens.read(0, ids, 0, ids.length);
    }
    return ids;
  }

  @Test
  void damagedGzip() throws IOException {
    Path file = directory.resolve("text.gz");
    byte[] two = TextFixture.gzip("the second of the members of the file\n".getBytes(UTF_8));
    byte[] one = TextFixture.gzip("some text that is compressed, some é\n".getBytes(UTF_8));
    byte[] both = new byte[one.length + two.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    new ParserFuzzer(both, one, file.toString(), List.of(CorpusException.class))
        .run(
            TIMES / 2,
            damaged -> {
              ParserFuzzer.replace(file, damaged);
              SourceFile listed = SourceFiles.list(List.of(file.toString()), CONFIGURATION).get(0);
              read(
                  new TextSplitReader(
                      TextRange.cut(List.of(listed), 10).get(0),
                      Unit.WORD,
                      Document.LINE,
                      new ReferenceEncoder.Collector(new ArrayList<>()),
                      CONFIGURATION));
            });
  }

  private static void read(TokenSplits.Reader reader) throws IOException {
    try (reader) {
      boolean more = true;
      while (more) {
        more = reader.advance();
      }
    }
  }
}
