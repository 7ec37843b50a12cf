package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.unfold.driver.RecordedLog;
import dev.unfold.driver.corpus.row.TableReader;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.audio.WavBytes;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.AugmentationSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.logging.log4j.Level;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of recordings. */
class AudioInputTest extends ExampleEncodingFixture {
  private static final int RATE = 8_000;
  private static final int RECORDINGS = 6;

  private Path recordings;

  @BeforeEach
  void writeRecordings() throws IOException {
    recordings = Files.createDirectory(directory.resolve("recordings"));
    for (int i = 0; i < RECORDINGS; i++) {
      Files.write(recordings.resolve(i + ".wav"), file(i, 1_000 + 100 * i));
    }
  }

  private static byte[] file(int seed, int samples) {
    return WavBytes.of(RATE, 1, new Random(seed).ints(samples, -9_000, 9_000).toArray());
  }

  private static InputSettings audio() {
    return input("path", InputSettings.Kind.WORDS).asAudio(AcousticSettings.unused());
  }

  private CorpusSettings settings(CorpusFormat format) {
    return settings(format, audio(), label("y"));
  }

  private void writeTable(String prefix) throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,y"));
    for (int i = 0; i < RECORDINGS; i++) {
      lines.add(prefix + i + ".wav," + i % 2);
    }
    write("table.csv", lines.toArray(String[]::new));
  }

  private String trainedOn(String prefix) throws IOException {
    writeTable(prefix);
    return train(settings(CorpusFormat.CSV)).sha256();
  }

  @Test
  void relativeAndAbsolutePathsAndBytesGiveTheSameExamples() throws IOException {
    String relative = trainedOn("../recordings/");
    assertThat(trainedOn(recordings + "/")).isEqualTo(relative);
    assertThat(trainedOn(recordings.toUri().toString())).isEqualTo(relative);
    SparkSession session = SparkSession.builder().getOrCreate();
    String stored = directory.resolve("bytes").toString();
    session
        .read()
        .format("binaryFile")
        .load(recordings.toString())
        .selectExpr(
            "content as path", "cast(regexp_extract(path, '(.).wav', 1) % 2 as int) || '' as y")
        .write()
        .parquet(stored);
    CorpusSettings bytes = settings(List.of(stored), CorpusFormat.PARQUET, audio(), label("y"));
    assertThat(train(bytes).sha256()).isEqualTo(relative);
  }

  @Test
  void examplesHaveTheFramesOfTheirRecordings() throws IOException {
    writeTable("../recordings/");
    EncodedExampleCorpus corpus = train(settings(CorpusFormat.CSV));
    List<Integer> steps = new ArrayList<>();
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      for (long i = 0; i < corpus.buckets().examples(); i++) {
        Example example = source.read(i);
        steps.add(example.input().steps());
      }
    }
    assertThat(steps).containsExactlyInAnyOrder(11, 12, 13, 14, 16, 17);
    assertThat(corpus.schema().input().size()).isEqualTo(40);
  }

  @Test
  void changedCopiesAreTrainedOnWhateverTheOrderOfTheRows() throws IOException {
    writeTable("../recordings/");
    List<FieldSequence> plain = inputs(train(settings(CorpusFormat.CSV)));
    AcousticSettings d = AcousticSettings.unused();
    InputSettings augmented =
        audio()
            .asAudio(
                new AcousticSettings(
                    d.features(),
                    d.rate(),
                    d.window(),
                    d.shift(),
                    d.taper(),
                    d.preEmphasis(),
                    d.bands(),
                    d.coefficients(),
                    d.energy(),
                    d.deltas(),
                    d.normalization(),
                    d.speaker(),
                    d.stack(),
                    d.skip(),
                    new AugmentationSettings(2, 0.3, 6)));
    CorpusSettings settings = settings(CorpusFormat.CSV, augmented, label("y"));
    EncodedExampleCorpus copies = train(settings);
    assertThat(inputs(copies)).hasSize(3 * RECORDINGS).doesNotHaveDuplicates();
    assertThat(inputs(copies).stream().map(FieldSequence::steps).distinct().count())
        .isGreaterThan(plain.stream().map(FieldSequence::steps).distinct().count());
    List<String> lines = new ArrayList<>(List.of("path,y"));
    for (int i = RECORDINGS - 1; i >= 0; i--) {
      lines.add("../recordings/" + i + ".wav," + i % 2);
    }
    write("table.csv", lines.toArray(String[]::new));
    assertThat(train(settings).sha256()).isEqualTo(copies.sha256());
    EncodedExampleCorpus evaluated = encoder().encode(settings, copies.schema());
    assertThat(inputs(evaluated)).hasSize(RECORDINGS);
  }

  private List<FieldSequence> inputs(EncodedExampleCorpus corpus) throws IOException {
    List<FieldSequence> inputs = new ArrayList<>();
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      for (long i = 0; i < corpus.buckets().examples(); i++) {
        inputs.add(source.read(i).input());
      }
    }
    return inputs;
  }

  @Test
  void manyRecordingsAreReadByManyTasks() throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,y"));
    for (int i = 0; i < 2_000; i++) {
      lines.add("../recordings/" + i % RECORDINGS + ".wav," + i % 2);
    }
    write("table.csv", lines.toArray(String[]::new));
    CorpusSettings settings = settings(CorpusFormat.CSV);
    List<SourceFile> files =
        SourceFiles.list(settings.train(), SPARK.context().hadoopConfiguration());
    TableReader reader = new TableReader(new TableSplitter(SPARK.context()), settings);
    assertThat(reader.read(files).getNumPartitions()).isEqualTo(3);
    assertThat(reader.read(files).count()).isEqualTo(2_000);
  }

  @Test
  void recordingsBelowTheRateOfTheSettingsAreCounted() throws IOException {
    Files.write(recordings.resolve("0.wav"), WavBytes.of(16_000, 1, new int[900]));
    writeTable("../recordings/");
    try (RecordedLog log = new RecordedLog(Level.WARN)) {
      train(settings(CorpusFormat.CSV));
      assertThat(log.lines())
          .filteredOn(line -> line.contains("recordings have fewer"))
          .singleElement(STRING)
          .contains("table.csv: corpus.input, column path as audio: 5 of 6 recordings have fewer")
          .contains("samples per second than audio.rate = 16000")
          .contains("the lowest is 8000");
    }
  }

  @Test
  void aCompressedRecordingIsDecompressed() throws IOException {
    String plain = trainedOn("../recordings/");
    for (int i = 0; i < RECORDINGS; i++) {
      byte[] bytes = Files.readAllBytes(recordings.resolve(i + ".wav"));
      Path compressed = recordings.resolve("z" + i + ".wav.gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
        out.write(bytes);
      }
    }
    List<String> lines = new ArrayList<>(List.of("path,y"));
    for (int i = 0; i < RECORDINGS; i++) {
      lines.add("../recordings/z" + i + ".wav.gz," + i % 2);
    }
    write("table.csv", lines.toArray(String[]::new));
    assertThat(train(settings(CorpusFormat.CSV)).sha256()).isEqualTo(plain);
  }

  @Test
  void aRecordingThatChangesIsReadAgain() throws IOException {
    String before = trainedOn("../recordings/");
    Path changed = recordings.resolve("3.wav");
    FileTime time = Files.getLastModifiedTime(changed);
    assertThat(train(settings(CorpusFormat.CSV)).sha256()).isEqualTo(before);
    Files.write(changed, file(99, 1_300));
    Files.setLastModifiedTime(changed, FileTime.fromMillis(time.toMillis() + 1_000));
    assertThat(train(settings(CorpusFormat.CSV)).sha256()).isNotEqualTo(before);
  }

  @Test
  void otherFeaturesAreOtherCorpora() throws IOException {
    String before = trainedOn("../recordings/");
    AcousticSettings d = AcousticSettings.unused();
    AcousticSettings other =
        new AcousticSettings(
            AcousticSettings.Features.MFCC,
            d.rate(),
            d.window(),
            d.shift(),
            d.taper(),
            d.preEmphasis(),
            d.bands(),
            d.coefficients(),
            true,
            2,
            AcousticSettings.Normalization.MEAN,
            "",
            3,
            3,
            d.augmentation());
    EncodedExampleCorpus corpus =
        train(settings(CorpusFormat.CSV, audio().asAudio(other), label("y")));
    assertThat(corpus.sha256()).isNotEqualTo(before);
    assertThat(corpus.schema().input().size()).isEqualTo(14 * 3 * 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none.wav | none.wav: expected a file, found none; paths are relative to the folder of the",
        "../recordings | recordings: expected a file, found a folder",
        "/no/such/file.wav | /no/such/file.wav: expected a file, found none",
        "'\" ../recordings/1.wav\"' | there is white space around the path, \" ../recordings/1.wav\"",
        "noise.wav | expected \"RIFF\" of a wav file at byte 0 of file:/",
        "damaged.wav | expected a file of 2044 bytes, as its header says at byte 4 of file:/",
        "'' | expected a value",
        "nofs://x/a.wav | cannot read nofs://x/a.wav: ",
        "nofs://x/a.wav | ; copy the recording to a file system that Spark reads",
        "s3a://x/a.wav | ; copy the recording to a file system that Spark reads",
        "http://127.0.0.1:1/a.wav | expected a file system that knows the sizes of its files",
      })
  void aRecordingThatCannotBeReadIsNamedWithItsRow(String path, String message) throws IOException {
    byte[] whole = Files.readAllBytes(recordings.resolve("0.wav"));
    Files.write(table.resolve("damaged.wav"), Arrays.copyOf(whole, 500));
    Files.writeString(table.resolve("noise.wav"), "noise, not music");
    Path file = directory.resolve("table/bad.csv");
    Files.writeString(file, "path,y\n../recordings/1.wav,1\n" + path + ",0\n");
    CorpusSettings settings =
        settings(List.of(file.toString()), CorpusFormat.CSV, audio(), label("y"));
    assertThatThrownBy(() -> train(settings))
        .hasMessageContaining(message)
        .hasMessageContaining("bad.csv: line 3: ");
  }

  @Test
  void aTableThatIsNotInFilesNeedsAbsolutePaths() throws IOException {
    SparkSession session = SparkSession.builder().sparkContext(SPARK.context().sc()).getOrCreate();
    String name = "recordings_of_speakers";
    session.sql("select '0.wav' as path, 'a' as y").createOrReplaceTempView(name);
    CorpusSettings settings = settings(List.of(name), CorpusFormat.TABLE, audio(), label("y"));
    assertThatThrownBy(() -> train(settings))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("absolute if the table is not in files");
    session
        .sql("select '" + recordings + "/0.wav' as path, 'a' as y")
        .createOrReplaceTempView(name);
    assertThat(train(settings).buckets().examples()).isEqualTo(1);
  }
}
