package dev.unfold.driver.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.source.SourceLines;
import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.corpus.text.TextFixture;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.storage.LocalHdfs;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.BlockMissingException;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HdfsCorpusTest {
  private static final CorpusSettings SETTINGS = TextFixture.settings(Unit.CHAR, Document.NONE);

  @RegisterExtension private static final LocalHdfs HDFS = new LocalHdfs();
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private JavaSparkContext spark;

  @BeforeEach
  void workOnHdfs() throws IOException {
    spark = SPARK.with("spark.hadoop.fs.defaultFS", HDFS.uri().toString()).context();
  }

  @Test
  void plainAndCompressedTextBecomesAStreamOnHdfs() throws IOException {
    write("/text/1.txt", "first line\nsecond é".getBytes(UTF_8));
    write("/text/2.gz", TextFixture.gzip("third\n".getBytes(UTF_8)));
    EncodedTextCorpus corpus =
        new TextCorpusEncoder(spark, "/cache", 4).encodeTraining(List.of("/text"), SETTINGS);
    assertThat(corpus.folder()).startsWith(HDFS.uri() + "/cache/");
    StringBuilder text = new StringBuilder();
    for (int id : TextFixture.ids(corpus, spark.hadoopConfiguration())) {
      text.append(corpus.vocabulary().token(id));
    }
    assertThat(text.toString()).isEqualTo("first line\nsecond éthird\n");
  }

  @Test
  void namesOfAnyCharacterAreListedAndRead() throws IOException {
    List<String> names =
        List.of(
            "a b", "c#d", "e%20f", "g*h", "i[1]", "j{k", "l?m", "n\no", "\uD83D\uDE00", "\u00E9");
    for (String name : names) {
      write("/names/" + name + ".txt", name.getBytes(UTF_8));
      write("/names/" + name + ".txt._COPYING_", new byte[] {'x'});
    }
    String root = HDFS.uri() + "/names/";
    for (String paths : List.of("/names", root + "*.t?t")) {
      List<SourceFile> files = SourceFiles.list(List.of(paths), spark.hadoopConfiguration());
      assertThat(files).hasSameSizeAs(names);
      for (SourceFile file : files) {
        try (SourceLines lines = new SourceLines(file, spark.hadoopConfiguration())) {
          String name = file.path().substring(root.length()).replace(".txt", "");
          assertThat(lines.next()).isEqualTo(name.lines().findFirst().orElseThrow());
          assertThat(SourceFiles.list(List.of(file.path()), spark.hadoopConfiguration()))
              .containsExactly(file);
        }
      }
    }
  }

  @Test
  void aCorpusThatIsTemporarilyUnreadableIsNotDeleted() throws IOException {
    write("/momentary/1.txt", "some text".getBytes(UTF_8));
    TextCorpusEncoder encoder = new TextCorpusEncoder(spark, "/momentary-cache");
    String folder = encoder.encodeTraining(List.of("/momentary"), SETTINGS).folder();
    long encoded = HDFS.files().getFileStatus(new Path(folder)).getModificationTime();

    DataNodeProperties stopped = HDFS.cluster().stopDataNode(0);
    assertThatThrownBy(() -> encoder.encodeTraining(List.of("/momentary"), SETTINGS))
        .isInstanceOf(BlockMissingException.class);
    HDFS.cluster().restartDataNode(stopped, true);
    HDFS.cluster().waitActive();

    assertThat(encoder.encodeTraining(List.of("/momentary"), SETTINGS).folder()).isEqualTo(folder);
    assertThat(HDFS.files().getFileStatus(new Path(folder)).getModificationTime())
        .isEqualTo(encoded);
  }

  @Test
  void invalidTextIsNamedWithItsFileSystem() throws IOException {
    write("/bad/x.txt", new byte[] {'a', (byte) 0xC3, 0x28});
    assertThatThrownBy(
            () -> new TextCorpusEncoder(spark, "/cache").encodeTraining(List.of("/bad"), SETTINGS))
        .isInstanceOf(CorpusException.class)
        .hasMessage("invalid UTF-8 in %s/bad/x.txt at byte 1: 0xC3 0x28", HDFS.uri());
  }

  private static void write(String path, byte[] bytes) throws IOException {
    FileSystem files = HDFS.files();
    try (OutputStream out = files.create(new Path(path))) {
      out.write(bytes);
    }
  }
}
