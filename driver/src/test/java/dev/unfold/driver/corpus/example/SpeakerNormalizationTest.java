package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.driver.corpus.row.PredictionTable;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.worker.sequence.acoustic.AcousticFeatures;
import dev.unfold.worker.sequence.acoustic.FrameMoments;
import dev.unfold.worker.sequence.audio.WavBytes;
import dev.unfold.worker.sequence.audio.WavSamples;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.row.Recording;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.AcousticSettings.Normalization;
import dev.unfold.worker.settings.corpus.AugmentationSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The normalization of acoustic features over all recordings of a speaker. */
class SpeakerNormalizationTest extends ExampleEncodingFixture {
  private static final int RATE = 8_000;
  private static final int RECORDINGS = 9;
  private static final int BANDS = 4;
  private static final String[] SPEAKERS = {
    "ann", "bob", "ann", "7", "ann", "bob", "7", "7", "eve"
  };

  private Path recordings;

  @BeforeEach
  void writeRecordings() throws IOException {
    recordings = Files.createDirectory(directory.resolve("recordings"));
    for (int i = 0; i < RECORDINGS; i++) {
      int loudest = 300 * (i + 1) * (i + 1);
      int[] samples = new Random(i).ints(1_000 + 150 * i, -loudest, loudest).toArray();
      Files.write(recordings.resolve(i + ".wav"), WavBytes.of(RATE, 1, samples));
    }
  }

  private static AcousticSettings acoustics(
      Normalization normalization, String speaker, int stack, int copies) {
    AcousticSettings d = AcousticSettings.unused();
    return new AcousticSettings(
        d.features(),
        RATE,
        d.window(),
        d.shift(),
        d.taper(),
        d.preEmphasis(),
        BANDS,
        1,
        false,
        1,
        normalization,
        speaker,
        stack,
        stack,
        new AugmentationSettings(copies, 0.1, 6));
  }

  private static AcousticSettings bySpeaker() {
    return acoustics(Normalization.MEAN_VARIANCE, "who", 1, 0);
  }

  /**
   * The numbers are normalized by the speaker alone, so that a corpus has the features themselves.
   */
  private static InputSettings audio(AcousticSettings acoustics) {
    return new InputSettings("path", InputSettings.Kind.WORDS, 0, false, false, false)
        .asAudio(acoustics);
  }

  private CorpusSettings settings(AcousticSettings acoustics) {
    return settings(CorpusFormat.CSV, audio(acoustics), label("y"));
  }

  private static String row(int recording) {
    return "../recordings/" + recording + ".wav," + recording + "," + SPEAKERS[recording];
  }

  private void writeTable(String name, int... rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,y,who"));
    Arrays.stream(rows).forEach(row -> lines.add(row(row)));
    write(name, lines.toArray(String[]::new));
  }

  private void writeWholeTable() throws IOException {
    writeTable("table.csv", 0, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  /** Returns the frames of each recording, which is the label of its row. */
  private Map<Integer, List<float[]>> frames(EncodedExampleCorpus corpus) throws IOException {
    Map<Integer, List<float[]>> frames = new TreeMap<>();
    try (EncodedExampleSource source = corpus.open(SPARK.context().hadoopConfiguration())) {
      for (long i = 0; i < corpus.buckets().examples(); i++) {
        Example example = source.read(i);
        int recording = ((FieldSequence.Ids) example.target()).ids()[0];
        FieldSequence.Frames input = (FieldSequence.Frames) example.input();
        List<float[]> steps = frames.computeIfAbsent(recording, unused -> new ArrayList<>());
        for (int t = 0; t < input.steps(); t++) {
          int start = t * input.width();
          steps.add(Arrays.copyOfRange(input.values(), start, start + input.width()));
        }
      }
    }
    return frames;
  }

  private List<double[]> unnormalized(String speaker) throws IOException {
    List<double[]> frames = new ArrayList<>();
    for (int i = 0; i < RECORDINGS; i++) {
      if (SPEAKERS[i].equals(speaker)) {
        WavSamples samples = WavSamples.decode(Files.readAllBytes(recordings.resolve(i + ".wav")));
        frames.addAll(
            List.of(
                new AcousticFeatures(bySpeaker())
                    .unnormalized(samples.amplitudes(), samples.rate())));
      }
    }
    return frames;
  }

  @Test
  void aSpeakerHasMeanZeroAndDeviationOneOverAllRecordings() throws IOException {
    writeWholeTable();
    Map<Integer, List<float[]>> frames = frames(train(settings(bySpeaker())));
    for (String speaker : List.of("ann", "bob", "7", "eve")) {
      List<double[]> plain = unnormalized(speaker);
      List<float[]> normalized = new ArrayList<>();
      for (int i = 0; i < RECORDINGS; i++) {
        normalized.addAll(SPEAKERS[i].equals(speaker) ? frames.get(i) : List.of());
      }
      assertThat(normalized).hasSameSizeAs(plain);
      for (int c = 0; c < 2 * BANDS; c++) {
        int component = c;
        double mean = plain.stream().mapToDouble(frame -> frame[component]).average().orElseThrow();
        double variance =
            plain.stream()
                .mapToDouble(frame -> Math.pow(frame[component] - mean, 2))
                .average()
                .orElseThrow();
        for (int t = 0; t < plain.size(); t++) {
          double expected = (plain.get(t)[c] - mean) / Math.sqrt(variance);
          assertThat((double) normalized.get(t)[c]).isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void theMeanAloneIsSubtractedFromJoinedFrames() throws IOException {
    writeWholeTable();
    Map<Integer, List<float[]>> single =
        frames(train(settings(acoustics(Normalization.MEAN, "who", 1, 0))));
    Map<Integer, List<float[]>> joined =
        frames(train(settings(acoustics(Normalization.MEAN, "who", 2, 0))));
    for (int i = 0; i < RECORDINGS; i++) {
      for (int t = 0; t < joined.get(i).size(); t++) {
        int last = Math.min(2 * t + 1, single.get(i).size() - 1);
        float[] frame = joined.get(i).get(t);
        assertThat(Arrays.copyOf(frame, 2 * BANDS)).isEqualTo(single.get(i).get(2 * t));
        assertThat(Arrays.copyOfRange(frame, 2 * BANDS, 4 * BANDS))
            .isEqualTo(single.get(i).get(last));
      }
    }
  }

  @Test
  void aSpeakerWithOneRecordingIsNormalizedLikeThatRecording() throws IOException {
    writeWholeTable();
    List<float[]> bySpeaker = frames(train(settings(bySpeaker()))).get(8);
    List<float[]> alone =
        frames(train(settings(acoustics(Normalization.MEAN_VARIANCE, "", 1, 0)))).get(8);
    for (int t = 0; t < alone.size(); t++) {
      for (int c = 0; c < 2 * BANDS; c++) {
        assertThat(bySpeaker.get(t)[c]).isCloseTo(alone.get(t)[c], within(1e-5f));
      }
    }
  }

  @Test
  void orderAndFilesDoNotMatter() throws IOException {
    writeWholeTable();
    String sha256 = train(settings(bySpeaker())).sha256();
    writeTable("table.csv", 8, 2, 7, 4, 0);
    writeTable("more.csv", 6, 1, 3, 5);
    assertThat(train(settings(bySpeaker())).sha256()).isEqualTo(sha256);
  }

  @Test
  void theRecordingsAtHandDetermineTheMomentsAndOtherColumnsAnotherCorpus() throws IOException {
    writeWholeTable();
    EncodedExampleCorpus all = train(settings(bySpeaker()));
    CorpusSettings settings = settings(bySpeaker());
    CorpusSettings without =
        settings.from(settings.train(), settings.format(), settings.source(), "y <> 0");
    EncodedExampleCorpus fewer = encoder().encode(without, all.schema());
    assertThat(frames(fewer).get(1).get(0)).isEqualTo(frames(all).get(1).get(0));
    assertThat(frames(fewer).get(2).get(0)).isNotEqualTo(frames(all).get(2).get(0));
    assertThat(train(settings(acoustics(Normalization.MEAN_VARIANCE, "y", 1, 0))).sha256())
        .isNotEqualTo(all.sha256());
  }

  @Test
  void changedCopiesAreNormalizedByTheirOriginals() throws IOException {
    writeWholeTable();
    Map<Integer, List<float[]>> plain = frames(train(settings(bySpeaker())));
    Map<Integer, List<float[]>> copies =
        frames(train(settings(acoustics(Normalization.MEAN_VARIANCE, "who", 1, 1))));
    for (int i = 0; i < RECORDINGS; i++) {
      for (float[] frame : plain.get(i)) {
        assertThat(copies.get(i)).anyMatch(copy -> Arrays.equals(copy, frame));
      }
      assertThat(copies.get(i).size()).isGreaterThan(plain.get(i).size() + 1);
    }
  }

  @Test
  void rowsOfPredictionsHaveTheMomentsOfTheirSpeakers() throws IOException {
    writeWholeTable();
    CorpusSettings settings =
        CorpusSettings.ofTable(
            List.of(table.toString()),
            CorpusFormat.CSV,
            true,
            InputColumns.of(audio(bySpeaker())),
            SequenceSettings.none(),
            new TargetSettings("", TargetSettings.Kind.NONE, 0));
    PredictionTable rows =
        PredictionTable.open(
            new TableSplitter(SPARK.context()),
            SourceFiles.list(settings.train(), SPARK.context().hadoopConfiguration()),
            settings);
    List<String> found =
        PartitionElements.collect(
            rows.rows().map(row -> described((Recording) row.inputs().get(0))));
    assertThat(found).hasSize(RECORDINGS);
    for (int i = 0; i < RECORDINGS; i++) {
      assertThat(found.get(i)).startsWith(SPEAKERS[i] + " ");
      for (int j = 0; j < RECORDINGS; j++) {
        assertThat(found.get(i).equals(found.get(j))).isEqualTo(SPEAKERS[i].equals(SPEAKERS[j]));
      }
    }
  }

  private static String described(Recording recording) {
    FrameMoments moments = recording.moments().orElseThrow();
    return recording.speaker() + " " + Arrays.toString(moments.means());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "who | ../recordings/0.wav,1, | bad.csv: line 3: corpus.input.audio.speaker, column who:"
            + " expected a speaker, found none; fill it in or leave the row out",
        "talker | ../recordings/0.wav,1,ann | no column talker in ",
        "who | ../recordings/noise.wav,1,ann | bad.csv: line 3: corpus.input, column path as audio:"
            + " expected \"RIFF\" of a wav file at byte 0 of",
      })
  void aRowWithoutASpeakerOrAUsableRecordingIsNamed(String column, String row, String message)
      throws IOException {
    Files.writeString(recordings.resolve("noise.wav"), "noise, not music");
    write("bad.csv", "path,y,who", row(1), row);
    assertThatThrownBy(() -> train(settings(acoustics(Normalization.MEAN, column, 1, 0))))
        .hasMessageContaining(message);
  }
}
