package dev.unfold.worker.sequence.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.audio.WavBytes;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.AugmentationSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioValuesTest {
  private static final int WIDTH = 40;
  private static final byte[] FILE = WavBytes.of(16_000, 1, samples(1_000));
  private static final ExampleFieldKinds KINDS =
      new ExampleFieldKinds(
          InputColumns.of(
              new InputSettings("x", InputSettings.Kind.WORDS, 0, false, true, false)
                  .asAudio(AcousticSettings.unused())),
          new TargetSettings("", TargetSettings.Kind.NONE, 0));

  private static int[] samples(int count) {
    return new Random(1).ints(count, -20_000, 20_000).toArray();
  }

  private static RawExample read(Object value) throws CorpusException {
    TableRow row = new TableRow("table.csv: line 2", Arrays.asList(value), null, 0);
    return RawExample.of(row, KINDS);
  }

  private static RawField.Numbers frames(byte[] file) throws CorpusException {
    return (RawField.Numbers) read(new Recording("a.wav", file)).input();
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> frames(file))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(message)
        .hasMessageEndingWith(", in the row with input a.wav");
  }

  /** A frame has 400 samples, the next one starts 160 samples later. */
  @ParameterizedTest
  @CsvSource({
    "16000, 1, 1",
    "16000, 399, 1",
    "16000, 400, 1",
    "16000, 559, 1",
    "16000, 560, 2",
    "8000, 280, 2",
    "8000, 279, 1",
    "44100, 1544, 2",
    "48000, 1, 1",
    "11025, 385, 1"
  })
  void theNumberOfFramesFollowsFromTheLengthAtTheRateOfTheSettings(
      int rate, int samples, int frames) throws CorpusException {
    assertThat(frames(WavBytes.of(rate, 1, samples(samples))).steps()).isEqualTo(frames);
  }

  /** The energy of each band grows by the square of the gain, and so do all logarithms equally. */
  @Test
  void copiesAreFasterAndLouderWithinTheLimitsAndAlwaysTheSame() throws CorpusException {
    byte[] file = WavBytes.of(16_000, 1, samples(16_000));
    double[] plain = frames(file).values();
    Recording recording = new Recording("a.wav", file);
    Set<Integer> steps = new HashSet<>();
    for (int copy = 1; copy <= 20; copy++) {
      Recording louder = recording.copy(copy, new AugmentationSettings(20, 0, 6));
      double[] values = ((RawField.Numbers) read(louder).input()).values();
      double shift = values[0] - plain[0];
      assertThat(Math.abs(shift)).isLessThan(2 * Math.log(2)).isPositive();
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i] - plain[i]).isCloseTo(shift, Offset.offset(1e-9));
      }
      Recording faster = recording.copy(copy, new AugmentationSettings(20, 0.2, 0));
      int length = ((RawField.Numbers) read(faster).input()).steps();
      assertThat(length).isBetween(81, 123);
      steps.add(length);
      assertThat(((RawField.Numbers) read(faster).input()).values())
          .isEqualTo(
              ((RawField.Numbers)
                      read(new Recording(
                              "b", file.clone(), faster.speed(), 1, "", Optional.empty()))
                          .input())
                  .values());
    }
    assertThat(steps).hasSizeGreaterThan(10);
  }

  @Test
  void theEncodingOfSamplesAndEqualChannelsMakeNoDifference() throws CorpusException {
    int[] samples = samples(900);
    int[] twice = IntStream.of(samples).flatMap(x -> IntStream.of(x, x)).toArray();
    byte[] floats = WavBytes.floats(IntStream.of(samples).mapToDouble(x -> x / 0x1p15).toArray());
    double[] expected = frames(WavBytes.of(16_000, 1, samples)).values();
    assertThat(frames(WavBytes.of(16_000, 2, twice)).values()).isEqualTo(expected);
    byte[] file = new WavBytes().format(3, 1, 16_000, 32).data(floats).file();
    assertThat(frames(file).values()).isEqualTo(expected);
  }

  @Test
  void stepsOfRecordingsHaveTimesAndOthersAreNumbers() {
    InputSettings words = new InputSettings("x", InputSettings.Kind.WORDS, 0, false, true, false);
    InputSettings audio = words.inColumn("y").asAudio(AcousticSettings.unused());
    assertThat(InputColumns.of(words).time(7)).isEqualTo(7);
    assertThat(InputColumns.of(audio).time(7)).isEqualTo(0.07);
    assertThat(new InputColumns(List.of(words, audio)).time(100)).isEqualTo(1);
  }

  @Test
  void silenceHasFiniteFrames() throws CorpusException {
    double[] values = frames(WavBytes.of(16_000, 1, new int[800])).values();
    assertThat(values).hasSize(3 * WIDTH).containsOnly(StrictMath.log(1e-10));
  }

  @Test
  void aRecordingThatIsCutOffAnywhereIsRefusedWithTheByte() {
    for (int length = 0; length < FILE.length; length += length < 60 ? 1 : 97) {
      assertRefused(
          Arrays.copyOf(FILE, length), " at byte " + (length < 12 ? length : 4) + " of a.wav");
    }
  }

  @Test
  void garbageInTheHeaderIsReadOrRefused() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = FILE.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        damaged[random.nextInt(44)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(frames(damaged).width()).isEqualTo(WIDTH);
      } catch (CorpusException e) {
        assertThat(e).hasMessageMatching("table.csv: line 2: .* of a.wav.*");
      }
    }
  }

  @Test
  void aSampleThatIsNotANumberIsRefused() {
    byte[] data = WavBytes.floats(0, Double.NaN);
    assertRefused(
        new WavBytes().format(3, 1, 16_000, 32).data(data).file(),
        "expected finite samples at byte 48 of a.wav, found NaN: write a number in its place");
  }

  @Test
  void aRateThatMakesARecordingTooLongIsRefused() {
    assertRefused(
        WavBytes.of(1, 1, new int[10_000]), "at most 134217728 samples at corpus.input.audio.rate");
  }

  @Test
  void anEmptyRecordingHasNoSteps() throws CorpusException {
    byte[] empty = WavBytes.of(16_000, 1);
    assertRefusedEmpty(empty);
    TableRow row = new TableRow("r", List.of(new Recording("a.wav", empty)), null, 0);
    assertThat(RawExample.ofInput(row, KINDS)).isEmpty();
  }

  private static void assertRefusedEmpty(byte[] empty) {
    assertThatThrownBy(() -> frames(empty))
        .hasMessageContaining(
            "expected a recording with samples, found one without, in the row with input a.wav;"
                + " leave the row out");
  }

  @ParameterizedTest
  @CsvSource({"' '", "a.wav"})
  void aValueThatIsNoRecordingIsRefused(String value) {
    assertThatThrownBy(() -> read(value))
        .hasMessageContaining(
            "expected the path of a wav file or the bytes of one, found \"" + value);
    assertThatThrownBy(() -> read(null)).hasMessageContaining("expected a value, found null");
  }
}
