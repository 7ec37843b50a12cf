package dev.unfold.driver.corpus.audio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.corpus.text.TextFixture;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.audio.AudioVocabulary;
import dev.unfold.worker.sequence.audio.MuLaw;
import dev.unfold.worker.sequence.audio.WavBytes;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class AudioCorpusEncoderTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark().withKryo();

  private static final int BOUNDARY = 1;

  @TempDir Path directory;
  private Path audio;

  @BeforeEach
  void createFolder() throws IOException {
    audio = Files.createDirectory(directory.resolve("audio"));
  }

  /** Returns the levels of the files in order, and a boundary after each. */
  private List<List<Integer>> writeFiles() throws IOException {
    int[] mono = new Random(1).ints(40_000, -32_768, 32_768).toArray();
    int[] stereo = new Random(2).ints(998, -32_768, 32_768).toArray();
    double[] floats = new Random(3).doubles(300, -1, 1).toArray();
    write("a.wav", WavBytes.of(8000, 1, mono));
    write("b.wav", WavBytes.of(8000, 2, stereo));
    write("c.wav", WavBytes.of(8000, 1));
    write("d.wav.gz", TextFixture.gzip(WavBytes.of(8000, 1, mono)));
    byte[] float32 =
        new WavBytes()
            .chunk("LIST", new byte[7])
            .data(WavBytes.floats(floats))
            .format(3, 1, 8000, 32)
            .file();
    write("e.wav", float32);
    List<Integer> levels =
        Arrays.stream(mono).mapToObj(sample -> MuLaw.level(sample / 32_768.0)).toList();
    return List.of(
        levels,
        IntStream.range(0, stereo.length / 2)
            .mapToObj(i -> MuLaw.level((stereo[2 * i] + stereo[2 * i + 1]) / 65_536.0))
            .toList(),
        levels,
        Arrays.stream(floats).mapToObj(sample -> MuLaw.level((float) sample)).toList());
  }

  @Test
  void filesAreDocumentsWhateverTheSplits() throws IOException {
    List<Integer> expected = new ArrayList<>(List.of(BOUNDARY));
    for (List<Integer> levels : writeFiles()) {
      levels.forEach(level -> expected.add(level + 2));
      expected.add(BOUNDARY);
    }
    for (long splitBytes : new long[] {1999, 30_001, 1 << 20}) {
      EncodedTextCorpus corpus = encode(splitBytes, Document.FILE, 0);
      assertThat(ids(corpus)).isEqualTo(expected);
      assertThat(corpus.vocabulary()).isEqualTo(AudioVocabulary.of(true));
      assertThat(corpus.sampleRate()).isEqualTo(8000);
      assertThat(corpus.documents()).isEqualTo(4);
      assertThat(corpus.emptyDocuments()).isEqualTo(1);
      assertThat(corpus.emptyFiles()).isEqualTo(1);
      assertThat(corpus.tokensOfDocuments()).isEqualTo(40_000 + 499 + 40_000 + 300);
      assertThat(corpus.sources()).hasSize(5);
    }
  }

  @Test
  void withoutDocumentsFilesFollowEachOther() throws IOException {
    List<Integer> expected =
        writeFiles().stream().flatMap(List::stream).map(level -> level + 1).toList();
    EncodedTextCorpus corpus = encode(30_001, Document.NONE, 8000);
    assertThat(ids(corpus)).isEqualTo(expected);
    assertThat(corpus.boundary()).isEmpty();
    assertThat(corpus.tokensOfDocuments()).isEqualTo(corpus.tokens());
  }

  @Test
  void theContentIsReusedAndDependsOnTheRate() throws IOException {
    write("a.wav", WavBytes.of(8000, 1, 1, 2, 3));
    EncodedTextCorpus first = encode(100, Document.FILE, 0);
    assertThat(encode(100, Document.FILE, 0).folder()).isEqualTo(first.folder());
    write("a.wav", WavBytes.of(4000, 1, 1, 2, 3));
    EncodedTextCorpus slower = encode(100, Document.FILE, 0);
    assertThat(ids(slower)).isEqualTo(ids(first));
    assertThat(slower.sha256()).isNotEqualTo(first.sha256());
  }

  @Test
  void ratesThatDifferAreRefused() throws IOException {
    write("a.wav", WavBytes.of(8000, 1, 1));
    write("b.wav", WavBytes.of(16_000, 1, 1));
    assertThatThrownBy(() -> encode(100, Document.FILE, 0))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            "%s: expected 8000 samples per second, as %s has, found 16000: convert it, as with"
                + " ffmpeg -i a.wav -ar 8000 b.wav",
            place("b.wav"), place("a.wav"));
    assertThatThrownBy(() -> encode(100, Document.FILE, 16_000))
        .hasMessageContaining("a.wav: expected 16000 samples per second, as in training or by");
  }

  @Test
  void allFaultsAreReportedTogether() throws IOException {
    byte[] valid = WavBytes.of(8000, 1, 1, 2, 3);
    write("a.wav", valid);
    write("b.wav", Arrays.copyOf(valid, 47));
    write("c.wav", new byte[0]);
    write("d.wav", "ID3 an MP3 file".getBytes(US_ASCII));
    write("e.wav", new WavBytes().format(7, 1, 8000, 8).data(new byte[1]).file());
    assertThatThrownBy(() -> encode(100, Document.FILE, 0))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            String.join(
                "\n",
                place("b.wav")
                    + " at byte 4: expected a file of 50 bytes, as its header says, found 47: it"
                    + " was cut off, or its header was not completed; copy it again, or keep the"
                    + " samples that it has, as with ffmpeg -i a.wav -c copy b.wav",
                place("c.wav")
                    + " at byte 0: expected 12 bytes of a header of RIFF and WAVE, found the end of"
                    + " the file",
                place("d.wav")
                    + " at byte 0: expected \"RIFF\" of a wav file, found \"ID3 \": convert it to wav",
                place("e.wav")
                    + " at byte 20: expected samples of format 1 (PCM) or 3 (floating point), found"
                    + " 7: convert it, as with ffmpeg -i a.wav -c:a pcm_s16le b.wav"));
    assertThat(directory.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void faultsOfSamplesAreReportedWithTheirOffset() throws IOException {
    byte[] samples = WavBytes.floats(0.5, Double.NaN, Double.POSITIVE_INFINITY);
    write("b.wav", new WavBytes().format(3, 1, 8000, 32).data(samples).file());
    String remedy = ": write a number in its place, as 0, or leave the recording out";
    assertThatThrownBy(() -> encode(1, Document.FILE, 0))
        .hasMessage(
            String.join(
                "\n",
                place("b.wav") + " at byte 48: expected finite samples, found NaN" + remedy,
                place("b.wav") + " at byte 52: expected finite samples, found Infinity" + remedy));
  }

  @Test
  void recordingsWhoseWriterWasInterruptedAreRefusedEvenIfCompressed() throws IOException {
    byte[] killed = WavBytes.of(8000, 1, new int[500]);
    ByteBuffer.wrap(killed).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 36).putInt(40, 0);
    write("a.wav", killed);
    write("b.wav.gz", TextFixture.gzip(killed));
    write("c.wav.gz", TextFixture.gzip(Arrays.copyOf(WavBytes.of(8000, 1, 1, 2, 3), 47)));
    write("d.wav", WavBytes.of(8000, 1, 1, 2, 3));
    String refusal =
        ": expected a chunk, a tag or the end of the file behind the samples that its header"
            + " counts, found 1000 other bytes: its header was not completed; count them, too, as"
            + " with ffmpeg -ignore_length 1 -i a.wav -c copy b.wav";
    assertThatThrownBy(() -> encode(1, Document.FILE, 0))
        .hasMessage(
            String.join(
                "\n",
                place("a.wav") + " at byte 44" + refusal,
                place("b.wav.gz") + " at byte 44 of the decompressed file" + refusal,
                place("c.wav.gz")
                    + " at byte 4 of the decompressed file: expected a file of 50 bytes, as its"
                    + " header says, found 47: it was cut off, or its header was not completed;"
                    + " copy it again, or keep the samples that it has, as with ffmpeg -i a.wav -c"
                    + " copy b.wav"));
  }

  private EncodedTextCorpus encode(long splitBytes, Document document, int rate)
      throws IOException {
    return new AudioCorpusEncoder(
            SPARK.context(), directory.resolve("cache").toString(), splitBytes)
        .encode(List.of(audio.toString()), document, rate);
  }

  private static List<Integer> ids(EncodedTextCorpus corpus) throws IOException {
    return Arrays.stream(TextFixture.ids(corpus, new Configuration())).boxed().toList();
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(audio.resolve(name), content);
  }

  private String place(String name) {
    return "file:" + audio.resolve(name);
  }
}
