package dev.unfold.worker.sequence.audio;

import static dev.unfold.worker.sequence.audio.WavBytes.pcm16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unfold.worker.ParserFuzzer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WavHeaderReaderTest {
  private static final byte[] FILE = WavBytes.of(8000, 1, 1, -2, 3);

  @Test
  void everyEncodingIsRead() throws IOException {
    assertAmplitudes(1, 8, new byte[] {0, (byte) 128, (byte) 255}, -1, 0, 127 / 128.0);
    assertAmplitudes(1, 16, pcm16(-32_768, 0, 16_384), -1, 0, 0.5);
    assertAmplitudes(1, 24, WavBytes.pcm24(-8_388_608, 65_536, -1), -1, 0x1p-7, -0x1p-23);
    assertAmplitudes(1, 32, WavBytes.pcm32(Integer.MIN_VALUE, 1 << 30, -1), -1, 0.5, -0x1p-31);
    assertAmplitudes(3, 32, WavBytes.floats(-1, 0.25, 1.5), -1, 0.25, 1.5);
    assertAmplitudes(3, 64, WavBytes.doubles(-1, 1e-9, 1), -1, 1e-9, 1);
  }

  private static void assertAmplitudes(int code, int bits, byte[] data, double... expected)
      throws IOException {
    byte[] plain = new WavBytes().format(code, 1, 16_000, bits).data(data).file();
    byte[] extensible =
        new WavBytes().extensibleFormat(code, 1, 16_000, bits, bits).data(data).file();
    assertThat(amplitudes(plain)).containsExactly(expected);
    assertThat(amplitudes(extensible)).containsExactly(expected);
  }

  private static double[] amplitudes(byte[] file) throws IOException {
    WavHeader header = read(file);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    double[] amplitudes = new double[(int) header.frames()];
    for (int i = 0; i < amplitudes.length; i++) {
      int at = (int) header.dataStart() + i * header.format().frameBytes();
      amplitudes[i] = header.format().amplitude(bytes, at);
    }
    return amplitudes;
  }

  @Test
  void channelsAreAveraged() throws IOException {
    assertThat(amplitudes(WavBytes.of(8000, 2, 16_384, 0, -32_768, -16_384)))
        .containsExactly(0.25, -0.75);
  }

  @Test
  void chunksAreReadInAnyOrderWithTheirPadding() throws IOException {
    byte[] odd = {1, 2, 3};
    byte[] file =
        new WavBytes()
            .chunk("LIST", odd)
            .data(odd)
            .chunk("junk", new byte[200_001])
            .format(1, 1, 44_100, 8)
            .file();
    assertThat(read(file))
        .isEqualTo(new WavHeader(new WavFormat(SampleEncoding.PCM_8, 1, 44_100), 32, 3));
  }

  @Test
  void aLastChunkWithoutPaddingAndAByteAfterTheFileAreAccepted() throws IOException {
    byte[] file = new WavBytes().format(1, 1, 8000, 8).data(new byte[] {1, 2, 3}).file();
    byte[] unpadded = Arrays.copyOf(file, file.length - 1);
    unpadded[4]--;
    assertThat(read(unpadded).frames()).isEqualTo(3);
    assertThat(read(Arrays.copyOf(FILE, FILE.length + 1)).frames()).isEqualTo(3);
  }

  @Test
  void chunksAndTagsBehindTheSamplesAreAccepted() throws IOException {
    byte[] odd = {1, 2, 3};
    byte[] listed =
        new WavBytes().format(1, 1, 8000, 8).data(odd).chunk("LIST", odd).chunk("", odd).file();
    assertThat(read(new WavBytes().format(1, 1, 8000, 8).data(odd).chunk("LIST", odd).file()))
        .isEqualTo(new WavHeader(new WavFormat(SampleEncoding.PCM_8, 1, 8000), 44, 3));
    assertThat(refusal(listed)).hasMessageContaining("other bytes");
    byte[] chunk = "id3 \2\0\0\0abJUNK\1\0\0\0x".getBytes(StandardCharsets.ISO_8859_1);
    for (String tag : List.of("TAG" + "x".repeat(125), "ID3\4\0\0\0\0\0\0", "APETAGEX\0")) {
      byte[] bytes = tag.getBytes(StandardCharsets.ISO_8859_1);
      assertThat(read(joined(FILE, bytes)).frames()).isEqualTo(3);
      assertThat(read(joined(FILE, joined(joined(chunk, new byte[1]), bytes))).frames())
          .isEqualTo(3);
    }
    assertThat(read(joined(FILE, chunk)).frames()).isEqualTo(3);
  }

  @Test
  void samplesAndOtherChunksAreNotRead() throws IOException {
    byte[] large = new byte[200_001];
    byte[] file =
        new WavBytes()
            .chunk("LIST", large)
            .format(1, 1, 8000, 8)
            .data(large)
            .chunk("LIST", large)
            .file();
    long[] read = new long[1];
    InputStream counted =
        new ByteArrayInputStream(file) {
          @Override
          public int read() {
            read[0]++;
            return super.read();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            read[0] += length;
            return super.read(bytes, offset, length);
          }
        };
    assertThat(WavHeaderReader.read(counted, file.length).frames()).isEqualTo(large.length);
    assertThat(read[0]).isLessThan(100);
  }

  @Test
  void theBytesThatPadChunksMayBeMissing() throws IOException {
    byte[] odd = {1, 2, 3};
    byte[] file =
        new WavBytes()
            .chunk("LIST", odd, 0)
            .format(1, 1, 8000, 8)
            .chunk("data", odd, 0)
            .chunk("LIST", odd, 0)
            .chunk("id3 ", odd, 0)
            .file();
    assertThat(read(file))
        .isEqualTo(new WavHeader(new WavFormat(SampleEncoding.PCM_8, 1, 8000), 55, 3));
  }

  /** The sizes of a header that is written first are those of nothing or of what was flushed. */
  @Test
  void samplesThatTheHeaderDoesNotCountAreRefused() {
    byte[] file = WavBytes.of(8000, 1, new Random(1).ints(500, -9_000, 9_000).toArray());
    for (int counted : new int[] {0, 2, 600, 992, 996}) {
      byte[] killed = file.clone();
      ByteBuffer header = ByteBuffer.wrap(killed).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(40, counted);
      for (int riff : new int[] {36 + counted, file.length - 8}) {
        header.putInt(4, riff);
        WavFormatException refusal = refusal(killed);
        assertThat(refusal.offset()).isEqualTo(44 + counted);
        assertThat(refusal)
            .hasMessageContaining(1000 - counted + " other bytes: its header was not completed");
      }
    }
    byte[] silent = joined(WavBytes.of(8000, 1), new byte[100]);
    assertThat(refusal(silent)).hasMessageContaining("100 other bytes");
    assertThat(refusal(joined(FILE, FILE))).hasMessageContaining("one chunk \"RIFF\"");
    assertThat(refusal(new WavBytes().format(1, 1, 9, 8).data(pcm16(1)).data(pcm16(2)).file()))
        .hasMessageContaining("one chunk \"data\"");
  }

  @Test
  void sizesThatWereNotKnownAreRefusedWithARemedy() {
    for (int size : new int[] {0, -1}) {
      byte[] file = FILE.clone();
      ByteBuffer.wrap(file).putInt(4, size);
      assertThat(refusal(file).offset()).isEqualTo(4);
      assertThat(refusal(file))
          .hasMessageContaining("the size of the RIFF file")
          .hasMessageContaining("with ffmpeg -i a.wav -c copy b.wav");
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @Test
  void aFileThatIsCutOffAnywhereIsRefused() {
    for (int length = 0; length < FILE.length; length++) {
      byte[] cut = Arrays.copyOf(FILE, length);
      WavFormatException refusal = refusal(cut);
      assertThat(refusal.offset()).isEqualTo(length < 12 ? length : 4);
      assertThat(refusal).hasMessageContaining(length < 12 ? "end of the file" : "cut off");
    }
  }

  @Test
  void everyFieldIsChecked() {
    assertRefused(0, 'X', 0, "\"RIFF\"");
    assertRefused(8, 'X', 8, "\"WAVE\"");
    assertRefused(4, 43, 4, "a file of 51 bytes");
    assertRefused(4, 41, 40, "at most 5 bytes");
    assertRefused(4, 0, 4, "the size of the RIFF file, found 0");
    assertRefused(4, 4, 12, "the end of the RIFF file");
    assertRefused(4, 36, 40, "at most 0 bytes");
    assertRefused(12, 'x', 50, "a chunk \"fmt \"");
    assertRefused(36, 'x', 50, "a chunk \"data\"");
    assertRefused(16, 15, 16, "at least 16 bytes");
    assertRefused(19, 1, 16, "at most 30 bytes");
    assertRefused(20, 7, 20, "found 7: convert it");
    assertRefused(22, 0, 22, "at least 1 channel");
    assertRefused(22, 2, 32, "4 bytes per frame, found 2");
    assertRefused(24, 0, 28, "bytes per second");
    assertRefused(27, 0x80, 24, "a sample rate from 1");
    assertRefused(28, 0, 28, "16000 bytes per second, found 15872");
    assertRefused(32, 4, 32, "2 bytes per frame, found 4");
    assertRefused(34, 12, 34, "8, 16, 24 or 32 bits");
    assertRefused(40, 5, 40, "a multiple of 2, the bytes of a frame, as the size of the data");
    assertRefused(40, 5, 40, "found 5: leave out the part of a frame");
    assertRefused(40, 4, 48, "found 2 other bytes");
    assertRefused(40, 7, 40, "at most 6 bytes of \"data\"");
    assertRefused(43, 0xFF, 40, "header was not completed");
  }

  @Test
  void extensibleFormatsAreChecked() {
    byte[] file = new WavBytes().extensibleFormat(1, 1, 8000, 16, 12).data(pcm16(1)).file();
    for (int at : new int[] {38, 44, 46, 59}) {
      byte[] damaged = file.clone();
      damaged[at] = 17;
      assertThat(refusal(damaged).offset()).isBetween(at - 13L, (long) at);
    }
    assertThat(refusal(new WavBytes().format(0xFFFE, 1, 8000, 16).data(pcm16(1)).file()))
        .hasMessageContaining("at least 40 bytes");
  }

  @Test
  void aChunkThatOccursTwiceIsRefused() {
    byte[] file = new WavBytes().data(new byte[2]).data(new byte[2]).format(1, 1, 9, 8).file();
    assertThat(refusal(file)).hasMessageContaining("one chunk \"data\"");
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    byte[] other = new WavBytes().extensibleFormat(3, 2, 8000, 32, 32).data(new byte[64]).file();
    new ParserFuzzer(FILE, other, "expected", List.of(WavFormatException.class))
        .run(2000, WavHeaderReaderTest::read);
  }

  @Test
  void writtenFilesAreReadWithTheSameLevels() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WavWriter writer = new WavWriter(out, 8000, MuLaw.LEVELS);
    for (int level = 0; level < MuLaw.LEVELS; level++) {
      writer.write(MuLaw.amplitude(level));
    }
    double[] amplitudes = amplitudes(out.toByteArray());
    for (int level = 0; level < MuLaw.LEVELS; level++) {
      assertThat(MuLaw.level(amplitudes[level])).isEqualTo(level);
    }
    assertThat(read(out.toByteArray()).format())
        .isEqualTo(new WavFormat(SampleEncoding.PCM_16, 1, 8000));
  }

  private static void assertRefused(int at, int value, long offset, String expected) {
    byte[] damaged = FILE.clone();
    damaged[at] = (byte) value;
    WavFormatException refusal = refusal(damaged);
    assertThat(refusal).hasMessageContaining(expected);
    assertThat(refusal.offset()).as(expected).isEqualTo(offset);
  }

  private static WavFormatException refusal(byte[] file) {
    WavFormatException refusal = catchThrowableOfType(WavFormatException.class, () -> read(file));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static WavHeader read(byte[] file) throws IOException {
    return WavHeaderReader.read(new ByteArrayInputStream(file), file.length);
  }
}
